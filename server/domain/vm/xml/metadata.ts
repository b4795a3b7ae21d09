import { element, elements, find, setChild, withChildren } from '@/server/domain/xml/element'
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

/** libvirt may choose another prefix for our namespace, so it is looked up rather than assumed. */
const isOurs = (child: Element): boolean => {
  const [prefix, local] = child.name.includes(':') ? child.name.split(':') : ['', child.name]
  return local === 'vm' && child.attributes[prefix ? `xmlns:${prefix}` : 'xmlns'] === vmNamespace
}

/** The mark alone, as `virDomainGetMetadata` gives it; null when it is not whole. */
export const parseMark = ({ attributes: { instance, generation } }: Element): Ownership | null =>
  instance && /^\d+$/.test(generation ?? '') ? { instanceId: instance, generation: Number(generation) } : null

/** The mark in a domain's metadata, or null: then another tool made the machine. */
export const parseOwnership = (domain: Element): Ownership | null => {
  const metadata = find(domain, 'metadata')
  const mark = metadata && elements(metadata).find(isOurs)
  return mark ? parseMark(mark) : null
}

/** `domain` with our mark replaced or added; other tools' metadata is kept. */
export const setOwnership = (domain: Element, ownership: Ownership): Element => {
  const metadata = find(domain, 'metadata') ?? element('metadata')
  const others = metadata.children.filter((child) => !(isElement(child) && isOurs(child)))
  return setChild(domain, 'metadata', withChildren(metadata, [...others, buildOwnership(ownership)]))
}
