import { AppError } from '@/server/domain/error'
import { escapeAttribute, escapeText, refuseForbidden } from './characters'
import type { Element, Node } from './element'

const nameShape = /^[A-Za-z_][\w.:-]*$/

const checkedName = (name: string): string => {
  if (!nameShape.test(name)) throw new AppError('BAD_INPUT', `“${name}” cannot be the name of an XML element or attribute.`)
  return name
}

const openTag = ({ name, attributes }: Element): string => {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${checkedName(key)}="${escapeAttribute(refuseForbidden(value, `${name} ${key}`))}"`)
  return checkedName(name) + pairs.join('')
}

const write = (node: Node, indent: string | null): string => {
  const pad = indent ?? ''
  if (typeof node === 'string') return escapeText(refuseForbidden(node, 'text'))
  if ('comment' in node) return `${pad}<!--${refuseForbidden(node.comment, 'comment').replace(/--/g, '- -')}-->`
  const open = openTag(node)
  if (node.children.length === 0) return `${pad}<${open}/>`
  if (indent === null || node.children.some((child) => typeof child === 'string')) {
    return `${pad}<${open}>${node.children.map((child) => write(child, null)).join('')}</${node.name}>`
  }
  return [`${pad}<${open}>`, ...node.children.map((child) => write(child, `${indent}  `)), `${pad}</${node.name}>`].join('\n')
}

/** The element as an indented document with a final line end. Errors: BAD_INPUT for characters or names that XML cannot carry. */
export const buildXml = (root: Element): string => `${write(root, '')}\n`
