import type { NicSpec } from '@/server/contract/agent/vm'
import { attr, element, find, setChild, withAttributes } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { alias, aliasId } from './alias'

/**
 * A logical network is a libvirt network of that name on each host. An unconnected card hangs on a tap of its own with its
 * link down; libvirt has a type `null` for it, but starting a machine that has one crashes libvirtd 9.0.
 */
const connection = (nic: NicSpec) =>
  nic.network === null
    ? { type: 'ethernet', source: null, link: element('link', { state: 'down' }) }
    : { type: 'network', source: element('source', { network: nic.network }), link: null }

/** Network card. https://libvirt.org/formatdomain.html#virtual-network */
export const buildNic = (nic: NicSpec): Element => {
  const { type, source, link } = connection(nic)
  return element('interface', { type }, element('mac', { address: nic.mac }), source, element('model', { type: nic.model }), link, alias(nic.id))
}

/** An existing card made equal to `nic` in what Atrium models; address, filters and bandwidth stay; so does the link state on the same network. */
export const editNic = (existing: Element, nic: NicSpec): Element => {
  const { type, source, link } = connection(nic)
  const same = attr(existing, 'type') === type && attr(existing, 'network', 'source') === nic.network
  const connected = same ? existing : setChild(setChild(withAttributes(existing, { type }), 'source', source), 'link', link)
  const model = withAttributes(find(connected, 'model') ?? element('model'), { type: nic.model })
  const marked = setChild(setChild(connected, 'model', model), 'alias', alias(nic.id))
  return setChild(marked, 'mac', element('mac', { address: nic.mac }))
}

export interface ParsedNic {
  /** Atrium's id, null on a card that Atrium did not make. */
  id: string | null
  mac: string
  model: string | null
  network: string | null
  /** Name of the tap device on the host while the machine runs. */
  device: string | null
}

export const parseNic = (nic: Element): ParsedNic => ({
  id: aliasId(nic),
  mac: (attr(nic, 'address', 'mac') ?? '').toLowerCase(),
  model: attr(nic, 'type', 'model'),
  network: attr(nic, 'network', 'source'),
  device: attr(nic, 'dev', 'target'),
})

/** Is this the card meant by the spec: the same id, else the same MAC address. */
export const isNic = (existing: Element, nic: NicSpec): boolean => {
  const { id, mac } = parseNic(existing)
  return id === null ? mac === nic.mac.toLowerCase() : id === nic.id
}
