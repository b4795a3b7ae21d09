import { attr, element, elements, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { natAddresses, parseSubnet } from './subnet'
import type { Subnet } from './subnet'

/** Namespace of Atrium's mark on a network that it has made: one that was there before is never removed. */
const networkNamespace = 'https://atrium.example/xmlns/network/1'
const mark = (): Element => element('metadata', {}, element('atrium:network', { 'xmlns:atrium': networkNamespace }))
const isMarked = (network: Element): boolean => {
  const metadata = find(network, 'metadata')
  return metadata !== null && elements(metadata).some(({ attributes }) => Object.values(attributes).includes(networkNamespace))
}

/**
 * NAT with DHCP by libvirt's own dnsmasq. libvirt names the bridge. No `<bandwidth>`: it needs queueing disciplines that not
 * every kernel has, and would keep the network from starting. https://libvirt.org/formatnetwork.html
 */
export const buildNatNetwork = (name: string, subnet: Subnet, uuid: string | null): Element => {
  const { gateway, netmask, first, last } = natAddresses(subnet)
  return element(
    'network',
    {},
    element('name', {}, name),
    uuid === null ? null : element('uuid', {}, uuid),
    mark(),
    element('forward', { mode: 'nat' }),
    element('bridge', { stp: 'on', delay: 0 }),
    element('ip', { address: gateway, netmask }, element('dhcp', {}, element('range', { start: first, end: last }))),
  )
}

export const buildBridgeNetwork = (name: string, bridge: string, uuid: string | null): Element =>
  element(
    'network',
    {},
    element('name', {}, name),
    uuid === null ? null : element('uuid', {}, uuid),
    mark(),
    element('forward', { mode: 'bridge' }),
    element('bridge', { name: bridge }),
  )

export interface NetworkView {
  uuid: string
  mode: string
  bridge: string
  subnets: Subnet[]
  /** Machines that use it now. */
  connections: number
  /** Made by Atrium. */
  ours: boolean
}

const prefixOf = (netmask: string): number =>
  netmask
    .split('.')
    .map(Number)
    .reduce((bits, octet) => bits + octet.toString(2).replaceAll('0', '').length, 0)

export const viewNetwork = (network: Element): NetworkView => ({
  uuid: text(network, 'uuid') ?? '',
  // Without <forward> a network is isolated.
  mode: find(network, 'forward') ? (attr(network, 'mode', 'forward') ?? 'nat') : 'isolated',
  bridge: attr(network, 'name', 'bridge') ?? '',
  subnets: findAll(network, 'ip').flatMap((ip) => parseSubnet(`${attr(ip, 'address')}/${attr(ip, 'prefix') ?? prefixOf(attr(ip, 'netmask') ?? '')}`) ?? []),
  connections: Number(attr(network, 'connections') ?? 0),
  ours: isMarked(network),
})
