import { constant } from '@/server/libvirt/xdr/compose'
import { int, nothing, quantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { optional, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { enumeration, uuid } from '@/server/libvirt/xdr/special'
import { domain, flags, list, truth } from '@/server/libvirt/procedures/objects'
import { LONG, on, proc } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

export const domainState = enumeration('nostate', 'running', 'blocked', 'paused', 'shutdown', 'shutoff', 'crashed', 'pmsuspended')

/** Finding, starting, stopping. */
export const domainLifecycle = {
  list: proc(273, { need: constant(int, 1), flags }, list(domain)),
  lookupByName: proc(23, { name: string }, domain),
  lookupByUuid: proc(24, { uuid }, domain),
  lookupById: proc(22, { id: int }, domain),
  info: ofDomain(16, {}, struct({ state: domainState, maxMemoryKiB: quantity, memoryKiB: quantity, vcpus: int, cpuTimeNs: quantity })),
  state: ofDomain(212, { flags }, struct({ state: domainState, reason: int })),
  controlInfo: ofDomain(229, { flags }, struct({ state: uint, details: uint, stateTimeMs: quantity })),
  isActive: ofDomain(150, {}, truth),
  isPersistent: ofDomain(151, {}, truth),
  isUpdated: ofDomain(202, {}, truth),
  create: ofDomain(196, { flags }, domain),
  createXml: proc(10, { xml: string, flags }, domain),
  destroy: ofDomain(234, { flags }, nothing),
  shutdown: ofDomain(258, { flags }, nothing),
  reboot: ofDomain(27, { flags }, nothing),
  reset: ofDomain(245, { flags }, nothing),
  suspend: ofDomain(34, {}, nothing),
  resume: ofDomain(28, {}, nothing),
  pmWakeup: ofDomain(267, { flags }, nothing),
  injectNmi: ofDomain(210, { flags }, nothing),
  save: ofDomain(232, { path: string, xml: optional(string), flags }, nothing, LONG),
  restore: proc(233, { path: string, xml: optional(string), flags }, nothing, LONG),
  managedSave: ofDomain(182, { flags }, nothing, LONG),
  hasManagedSave: ofDomain(183, { flags }, truth),
  removeManagedSave: ofDomain(184, { flags }, nothing),
  coreDump: ofDomain(334, { path: string, format: withDefault(uint, 0), flags }, nothing, LONG),
  setLifecycleAction: ofDomain(390, { type: uint, action: uint, flags }, nothing),
}
