import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { AppError } from '@/server/domain/error'
import { decodeEntities } from './characters'
import { isElement } from './element'
import type { Element, Node } from './element'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  commentPropName: '#comment',
  cdataPropName: '#cdata',
})

type Raw = Record<string, unknown>

const rawText = (node: Raw, key: string): string => ((node[key] as Raw[])[0]?.['#text'] as string | undefined) ?? ''

const toNode = (raw: Raw): Node => {
  if ('#text' in raw) return decodeEntities(String(raw['#text']), 'text')
  if ('#comment' in raw) return { comment: rawText(raw, '#comment') }
  if ('#cdata' in raw) return rawText(raw, '#cdata')
  const name = Object.keys(raw).find((key) => key !== ':@') ?? ''
  const attributes = Object.entries((raw[':@'] as Record<string, string> | undefined) ?? {})
  return {
    name,
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decodeEntities(String(value), `${name} ${key}`)])),
    children: significant((raw[name] as Raw[]).map(toNode)),
  }
}

/** Indentation between elements says nothing; white space that is all the content, or stands beside text, does. */
const significant = (nodes: Node[]): Node[] => {
  const blank = (node: Node) => typeof node === 'string' && node.trim() === ''
  return nodes.some(isElement) && nodes.every((node) => typeof node !== 'string' || blank(node)) ? nodes.filter((node) => !blank(node)) : nodes
}

const refuse = (message: string): AppError => new AppError('BAD_INPUT', `The XML cannot be read: ${message}.`)

/**
 * One XML document as an element. A DOCTYPE is refused: libvirt writes none, and one from elsewhere could define
 * entities that grow without bound. Errors: BAD_INPUT with the line when it is not well-formed.
 */
export const parseXml = (xml: string): Element => {
  if (/<!DOCTYPE/i.test(xml)) throw refuse('a document type declaration is not accepted')
  const valid = XMLValidator.validate(xml)
  if (valid !== true) throw refuse(`${valid.err.msg.replace(/\.$/, '')} (line ${valid.err.line})`)
  const [root, ...more] = (parser.parse(xml) as Raw[]).map(toNode).filter(isElement)
  if (!root || more.length > 0) throw refuse('it needs exactly one root element')
  return root
}
