import { AppError } from '@/server/domain/error'
import { escapeAttribute, escapeText, refuseForbidden } from './characters'
import type { Element, Node } from './element'

const nameShape = /^[A-Za-z_][\w.:-]*$/

/** Names that have been found right: there are few, and each occurs in every machine. */
const known = new Set<string>()

const checkedName = (name: string): string => {
  if (known.has(name)) return name
  if (!nameShape.test(name)) throw new AppError('BAD_INPUT', `“${name}” cannot be the name of an XML element or attribute.`)
  if (known.size < 10_000) known.add(name)
  return name
}

/** What needs neither escape nor check: nearly all values. */
const plain = /^[\w .:/,=-]*$/

const openTag = ({ name, attributes }: Element): string => {
  let tag = checkedName(name)
  for (const key in attributes) {
    const value = attributes[key] ?? ''
    tag += ` ${checkedName(key)}="${plain.test(value) ? value : escapeAttribute(refuseForbidden(value, `${name} ${key}`))}"`
  }
  return tag
}

const isText = (node: Node): boolean => typeof node === 'string'

/** Grown piece by piece: lists to be joined would cost a third more (npm run bench). */
const write = (node: Node, indent: string | null): string => {
  const pad = indent ?? ''
  if (typeof node === 'string') return plain.test(node) ? node : escapeText(refuseForbidden(node, 'text'))
  if ('comment' in node) return `${pad}<!--${refuseForbidden(node.comment, 'comment').replace(/--/g, '- -')}-->`
  const { name, children } = node
  const open = openTag(node)
  if (children.length === 0) return `${pad}<${open}/>`
  let text = `${pad}<${open}>`
  if (indent === null || children.some(isText)) {
    for (const child of children) text += write(child, null)
    return `${text}</${name}>`
  }
  const inner = `${indent}  `
  for (const child of children) text += `\n${write(child, inner)}`
  return `${text}\n${pad}</${name}>`
}

/** The element as an indented document with a final line end. Errors: BAD_INPUT for characters or names that XML cannot carry. */
export const buildXml = (root: Element): string => `${write(root, '')}\n`
