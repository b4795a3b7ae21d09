import { element, elements, isElement, withChildren } from './element'
import type { Element, Node } from './element'

/** Which attributes and children of an element are Atrium's to say; all others are somebody else's and stay. `whole` = with all inside. */
export interface Shape {
  readonly attributes?: readonly string[]
  readonly children?: Readonly<Record<string, Shape | 'whole'>>
}

const isEmpty = ({ attributes, children }: Element): boolean => children.length === 0 && Object.keys(attributes).length === 0

/** In their old order, so that an element that says the same is the same. */
const overlayAttributes = (existing: Element, wanted: Element, { attributes: owned = [] }: Shape): Element['attributes'] => {
  const kept = Object.entries(existing.attributes).filter(([name]) => !owned.includes(name) || name in wanted.attributes)
  return { ...Object.fromEntries(kept), ...wanted.attributes }
}

/** One existing child made as wanted: gone when nothing is left of it. */
const overlayChild = (existing: Element, wanted: Element | undefined, shape: Shape): Node[] => {
  const laid = overlay(existing, wanted ?? element(existing.name), shape)
  return wanted === undefined && isEmpty(laid) ? [] : [laid]
}

/** `existing` with everything that `shape` owns as in `wanted`; the rest, in its order, as it was. */
export const overlay = (existing: Element, wanted: Element, shape: Shape): Element => {
  const owned = shape.children ?? {}
  const placed = new Set<string>()
  const children = existing.children.flatMap((node): Node[] => {
    if (!isElement(node)) return wanted.children.some((child) => typeof child === 'string') ? [] : [node]
    const wish = elements(wanted, node.name)
    const how = owned[node.name] ?? (wish.length > 0 ? 'whole' : undefined)
    if (how === undefined) return [node]
    if (placed.has(node.name)) return how === 'whole' ? [] : [node]
    placed.add(node.name)
    return how === 'whole' ? wish : overlayChild(node, wish[0], how)
  })
  const added = wanted.children.filter((node) => !isElement(node) || !placed.has(node.name))
  return withChildren({ ...existing, attributes: overlayAttributes(existing, wanted, shape) }, [...children, ...added])
}
