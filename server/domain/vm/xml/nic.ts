import type { NicSpec } from '@/server/contract/agent/vm'
import { NicOptions } from '@/server/contract/hardware/nic'
import type { Bandwidth } from '@/server/contract/hardware/nic'
import { attr, element, find, findAll, setChild } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { overlay } from '@/server/domain/xml/overlay'
import type { Shape } from '@/server/domain/xml/overlay'
import { alias, aliasId } from './alias'
import { numberOf, readPart } from './part'

/**
 * A logical network is a libvirt network of that name on each host. An unconnected card hangs on a tap of its own with its
 * link down; libvirt has a type `null` for it, but starting a machine that has one crashes libvirtd 9.0.
 */
const connection = (nic: NicSpec) =>
  nic.network === null
    ? { type: 'ethernet', source: null, link: 'down' }
    : { type: 'network', source: element('source', { network: nic.network }), link: nic.options.link === 'down' ? 'down' : null }

const buildDriver = ({ options: { driver, queues } }: NicSpec): Element | null =>
  driver === 'auto' && queues === null ? null : element('driver', { name: driver === 'auto' ? null : driver, queues })

const rate = (name: 'inbound' | 'outbound', limits: Bandwidth | null): Element | null => limits && element(name, { ...limits })

const buildBandwidth = ({ options: { inbound, outbound } }: NicSpec): Element | null =>
  inbound || outbound ? element('bandwidth', {}, rate('inbound', inbound), rate('outbound', outbound)) : null

const buildFilter = ({ options: { filter } }: NicSpec): Element | null =>
  filter && element('filterref', { filter: filter.name }, ...filter.parameters.map(({ name, value }) => element('parameter', { name, value })))

/** Network card. https://libvirt.org/formatdomain.html#virtual-network */
export const buildNic = (nic: NicSpec): Element => {
  const { type, source, link } = connection(nic)
  const { mtu, bootOrder } = nic.options
  return element(
    'interface',
    { type },
    element('mac', { address: nic.mac }),
    source,
    element('model', { type: nic.model }),
    buildDriver(nic),
    link === null ? null : element('link', { state: link }),
    mtu === null ? null : element('mtu', { size: mtu }),
    buildBandwidth(nic),
    buildFilter(nic),
    bootOrder === null ? null : element('boot', { order: bootOrder }),
    alias(nic.id),
  )
}

const shape: Shape = {
  attributes: ['type'],
  children: {
    mac: 'whole', source: 'whole', model: { attributes: ['type'] }, driver: { attributes: ['name', 'queues'] }, link: 'whole', mtu: 'whole',
    bandwidth: { children: { inbound: { attributes: ['average', 'peak', 'burst'] }, outbound: { attributes: ['average', 'peak', 'burst'] } } },
    filterref: 'whole', boot: 'whole', alias: 'whole',
  },
}

/** On the same network, its port (an id that libvirt gave) stays too. */
const sameNetwork = (existing: Element, wanted: Element): boolean =>
  attr(existing, 'type') === attr(wanted, 'type') && attr(existing, 'network', 'source') === attr(wanted, 'network', 'source')

/** An existing card made equal to `nic` in what Atrium models; address and other tuning stay. */
export const editNic = (existing: Element, nic: NicSpec): Element => {
  const wanted = buildNic(nic)
  const laid = overlay(existing, sameNetwork(existing, wanted) ? setChild(wanted, 'source', find(existing, 'source')) : wanted, shape)
  // Another network has another tap.
  return sameNetwork(existing, wanted) ? laid : setChild(laid, 'target', null)
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

const parseRate = (nic: Element, name: 'inbound' | 'outbound') => {
  const limits = find(nic, `bandwidth/${name}`)
  return limits && { average: numberOf(attr(limits, 'average')), peak: numberOf(attr(limits, 'peak')) ?? null, burst: numberOf(attr(limits, 'burst')) ?? null }
}

/** How the card is driven. One that is not connected has no link to speak of. */
export const parseNicOptions = (nic: Element): NicOptions => {
  const filter = find(nic, 'filterref')
  const parameters = filter && findAll(filter, 'parameter').map((each) => ({ name: attr(each, 'name'), value: attr(each, 'value') }))
  return readPart(NicOptions, {
    link: attr(nic, 'network', 'source') !== null && attr(nic, 'state', 'link') === 'down' ? 'down' : 'up',
    driver: attr(nic, 'name', 'driver') ?? 'auto',
    queues: numberOf(attr(nic, 'queues', 'driver')),
    mtu: numberOf(attr(nic, 'size', 'mtu')),
    inbound: parseRate(nic, 'inbound'),
    outbound: parseRate(nic, 'outbound'),
    filter: filter && { name: attr(filter, 'filter'), parameters },
    bootOrder: numberOf(attr(nic, 'order', 'boot')),
  })
}

/** Is this the card meant by the spec: the same id, else the same MAC address. */
export const isNic = (existing: Element, nic: NicSpec): boolean => {
  const { id, mac } = parseNic(existing)
  return id === null ? mac === nic.mac.toLowerCase() : id === nic.id
}
