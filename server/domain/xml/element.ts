/**
 * A small typed tree for libvirt's XML. Values are immutable: an edit returns a new element and shares what it left
 * alone, so that whatever Atrium does not model survives any edit untouched.
 */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Node[]
}
export interface Comment {
  readonly comment: string
}
/** Text is a plain string, unescaped. */
export type Node = Element | Comment | string

type Attributes = Record<string, string | number | boolean | null | undefined>

export const isElement = (node: Node): node is Element => typeof node === 'object' && 'name' in node

/** A new element. Attributes that are null or undefined, and children that are null, are left out. */
export const element = (name: string, attributes: Attributes = {}, ...children: (Node | number | null)[]): Element => {
  // Loops, because thousands of machines a second are built from this.
  const given: Record<string, string> = {}
  for (const key in attributes) {
    const value = attributes[key]
    if (value != null) given[key] = String(value)
  }
  const nodes: Node[] = []
  for (const child of children) if (child !== null) nodes.push(typeof child === 'number' ? String(child) : child)
  return { name, attributes: given, children: nodes }
}

/** Child elements, all or those of one name. */
export const elements = (parent: Element, name?: string): Element[] =>
  parent.children.filter(isElement).filter((child) => name === undefined || child.name === name)

/** All elements at a path of names below `root`: `findAll(domain, 'devices/disk')`. */
export const findAll = (root: Element, path: string): Element[] =>
  path.split('/').reduce((found, name) => found.flatMap((parent) => elements(parent, name)), [root])

/** The first element at a path, or null. */
export const find = (root: Element, path: string): Element | null => findAll(root, path)[0] ?? null

/** An attribute of the element at `path` below `root` (or of `root` itself), or null. */
export const attr = (root: Element, name: string, path?: string): string | null => (path ? find(root, path) : root)?.attributes[name] ?? null

/** The text directly inside the element at `path` below `root` (or inside `root`), or null when there is no such element. */
export const text = (root: Element, path?: string): string | null => {
  const at = path ? find(root, path) : root
  return at
    ? at.children
        .filter((child) => typeof child === 'string')
        .join('')
        .trim()
    : null
}

export const withChildren = (parent: Element, children: readonly Node[]): Element => ({ ...parent, children })

export const withAttributes = (target: Element, attributes: Attributes): Element => ({
  ...target,
  attributes: element(target.name, { ...target.attributes, ...attributes }).attributes,
})

/** `parent` with its first child of that name replaced by `child`; appended when there is none, removed when `child` is null. */
export const setChild = (parent: Element, name: string, child: Element | null): Element => {
  const at = parent.children.findIndex((node) => isElement(node) && node.name === name)
  const before = at < 0 ? parent.children : parent.children.slice(0, at)
  const after = at < 0 ? [] : parent.children.slice(at + 1)
  return withChildren(parent, [...before, ...(child ? [child] : []), ...after])
}

/** `parent` with its first child of that name passed through `change`; unchanged when there is none. */
export const changeChild = (parent: Element, name: string, change: (child: Element) => Element): Element => {
  const child = find(parent, name)
  return child ? setChild(parent, name, change(child)) : parent
}
