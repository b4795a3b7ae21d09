import { attr, element, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { natAddresses, parseSubnet } from './subnet'
import type { Subnet } from './subnet'

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
})
