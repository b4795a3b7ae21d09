import { attr, element, elements, find } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { isInNamespace, setMetadata } from './metadata'

/** Namespace of the custom properties in `<metadata>`, beside Atrium's mark: hooks on the host read them there. */
export const propertiesNamespace = 'https://atrium.example/xmlns/properties/1'

const isOurs = (child: Element): boolean => isInNamespace(child, 'properties', propertiesNamespace)

export const buildProperties = (properties: Record<string, string>): Element | null => {
  const entries = Object.entries(properties).sort(([a], [b]) => a.localeCompare(b))
  return entries.length === 0
    ? null
    : element('atriump:properties', { 'xmlns:atriump': propertiesNamespace }, ...entries.map(([name, value]) => element('atriump:property', { name, value })))
}

export const parseProperties = (domain: Element): Record<string, string> => {
  const metadata = find(domain, 'metadata')
  const ours = metadata && elements(metadata).find(isOurs)
  return Object.fromEntries(ours ? elements(ours).map((entry) => [attr(entry, 'name') ?? '', attr(entry, 'value') ?? '']) : [])
}

/** `domain` with these properties. */
export const setProperties = (domain: Element, properties: Record<string, string>): Element => setMetadata(domain, isOurs, buildProperties(properties))
