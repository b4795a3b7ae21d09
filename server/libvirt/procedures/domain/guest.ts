import { array, map, optional, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { int, nothing, quantity, signedQuantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { enumeration } from '@/server/libvirt/xdr/special'
import { domain, flags, list } from '@/server/libvirt/procedures/objects'
import { params } from '@/server/libvirt/procedures/typedParams'
import { on, QEMU } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

const json = map(string, (text): unknown => JSON.parse(text), (value: object) => JSON.stringify(value))
const address = struct({ type: enumeration('ipv4', 'ipv6'), address: string, prefix: uint })
const fileSystem = struct({ mountpoint: string, name: string, type: string, disks: array(string) })

/** Seconds an agent command may take; -1 = as long as it takes, -2 = libvirt's default, 0 = no waiting. */
const AGENT_TIMEOUT_SECONDS = 5

/** Through the guest agent, or through QEMU's monitor. */
export const domainGuest = {
  /** `{execute: 'guest-ping'}` → the agent's whole answer. */
  agentCommand: ofDomain(3, { command: json, timeoutSeconds: withDefault(int, AGENT_TIMEOUT_SECONDS), flags }, optional(json), QEMU),
  setAgentResponseTimeout: ofDomain(420, { seconds: int, flags }, int),
  /** QMP, as `{execute: 'query-status'}`. Marks the domain as tainted. */
  monitorCommand: ofDomain(1, { command: json, flags }, json, QEMU),
  guestInfo: ofDomain(418, { types: withDefault(uint, 0), flags }, params),
  guestHostname: ofDomain(277, { flags }, string),
  interfaceAddresses: ofDomain(353, { source: uint, flags }, array(struct({ name: string, mac: optional(string), addresses: array(address) }))),
  fileSystems: ofDomain(349, { flags }, list(fileSystem)),
  fsFreeze: ofDomain(335, { mountpoints: withDefault(array(string), []), flags }, int),
  fsThaw: ofDomain(336, { mountpoints: withDefault(array(string), []), flags }, int),
  fsTrim: ofDomain(294, { mountpoint: optional(string), minimumBytes: withDefault(quantity, 0), flags }, nothing),
  setUserPassword: ofDomain(357, { user: optional(string), password: optional(string), flags }, nothing),
  time: ofDomain(337, { flags }, struct({ seconds: signedQuantity, nanoseconds: uint })),
  setTime: ofDomain(338, { seconds: signedQuantity, nanoseconds: withDefault(uint, 0), flags }, nothing),
  guestVcpus: ofDomain(371, { flags }, params),
}
