import { constant, optional, struct } from '@/server/libvirt/xdr/compose'
import { int, nothing, signedQuantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { enumeration, uuid } from '@/server/libvirt/xdr/special'
import { flags, list, network, truth } from './objects'
import { on, proc } from './procedure'

const ofNetwork = on(network)

const lease = struct({
  interface: string,
  /** Seconds since 1970. */
  expiresAt: signedQuantity,
  type: enumeration('ipv4', 'ipv6'),
  mac: optional(string),
  iaid: optional(string),
  address: string,
  prefix: uint,
  hostname: optional(string),
  clientId: optional(string),
})

export const networkTable = {
  list: proc(283, { need: constant(int, 1), flags }, list(network)),
  lookupByName: proc(46, { name: string }, network),
  lookupByUuid: proc(47, { uuid }, network),
  createXml: proc(40, { xml: string }, network),
  defineXml: proc(41, { xml: string }, network),
  undefine: ofNetwork(49, {}, nothing),
  create: ofNetwork(39, {}, nothing),
  destroy: ofNetwork(42, {}, nothing),
  xml: ofNetwork(43, { flags }, string),
  bridgeName: ofNetwork(45, {}, string),
  autostart: ofNetwork(44, {}, truth),
  setAutostart: ofNetwork(48, { autostart: truth }, nothing),
  isActive: ofNetwork(152, {}, truth),
  isPersistent: ofNetwork(153, {}, truth),
  dhcpLeases: ofNetwork(341, { mac: optional(string), need: constant(int, 1), flags }, list(lease)),
}
