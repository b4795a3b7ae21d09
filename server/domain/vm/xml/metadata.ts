import { attr, changeChild, element, elements, find, setChild, withAttributes, withChildren } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { isElement } from '@/server/domain/xml/element'

/** Namespace of Atrium's mark in `<metadata>`; libvirt keeps foreign namespaces there untouched (formatdomain, Metadata). */
export const vmNamespace = 'https://atrium.example/xmlns/vm/1'

/** Whose machine it is, and which version of the intent made this definition. */
export interface Ownership {
  instanceId: string
  generation: number
}

export const buildOwnership = ({ instanceId, generation }: Ownership): Element =>
  element('atrium:vm', { 'xmlns:atrium': vmNamespace, instance: instanceId, generation })

/** The mark alone, for `virDomainSetMetadata`: libvirt itself puts it into the namespace. */
export const buildMark = ({ instanceId, generation }: Ownership): Element => element('vm', { instance: instanceId, generation })

const isOurs = (child: Element): boolean => isInNamespace(child, 'vm', vmNamespace)

/** The mark alone, as `virDomainGetMetadata` gives it; null when it is not whole. */
export const parseMark = ({ attributes: { instance, generation } }: Element): Ownership | null =>
  instance && /^\d+$/.test(generation ?? '') ? { instanceId: instance, generation: Number(generation) } : null

/** The mark in a domain's metadata, or null: then another tool made the machine. */
export const parseOwnership = (domain: Element): Ownership | null => {
  const metadata = find(domain, 'metadata')
  const mark = metadata && elements(metadata).find(isOurs)
  return mark ? parseMark(mark) : null
}

/** `domain` with the entry of its metadata that `isOwn` knows replaced, added, or (null) removed; other tools' is kept. */
export const setMetadata = (domain: Element, isOwn: (child: Element) => boolean, entry: Element | null): Element => {
  const metadata = find(domain, 'metadata') ?? element('metadata')
  const at = metadata.children.findIndex((child) => isElement(child) && isOwn(child))
  if (at < 0 && entry === null) return domain
  const others = metadata.children.filter((_, index) => index !== at)
  return setChild(domain, 'metadata', withChildren(metadata, others.toSpliced(at < 0 ? others.length : at, 0, ...(entry ? [entry] : []))))
}

/** `domain` with our mark replaced or added. */
export const setOwnership = (domain: Element, ownership: Ownership): Element => setMetadata(domain, isOurs, buildOwnership(ownership))

const once = 'once'

/** `domain`, which has our mark, as one that is started for a single run. */
export const markOnce = (domain: Element): Element =>
  changeChild(domain, 'metadata', (metadata) => withChildren(metadata, metadata.children.map((child) => (isElement(child) && isOurs(child) ? withAttributes(child, { [once]: 'yes' }) : child))))

export const isMarkedOnce = (domain: Element): boolean => {
  const metadata = find(domain, 'metadata')
  return metadata !== null && elements(metadata).some((child) => isOurs(child) && attr(child, once) === 'yes')
}

/** Is it the element of that name in that namespace? libvirt may choose another prefix, so it is looked up rather than assumed. */
export const isInNamespace = (child: Element, name: string, namespace: string): boolean => {
  const [prefix, local] = child.name.includes(':') ? child.name.split(':') : ['', child.name]
  return local === name && child.attributes[prefix ? `xmlns:${prefix}` : 'xmlns'] === namespace
}
