import { array, struct } from '@/server/libvirt/xdr/compose'
import { int, nothing, opaque, quantity, signedQuantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { domain, flags, truth } from '@/server/libvirt/procedures/objects'
import { params, typedParams } from '@/server/libvirt/procedures/typedParams'
import { on } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

const interfaceStats = struct({
  rxBytes: signedQuantity,
  rxPackets: signedQuantity,
  rxErrors: signedQuantity,
  rxDropped: signedQuantity,
  txBytes: signedQuantity,
  txPackets: signedQuantity,
  txErrors: signedQuantity,
  txDropped: signedQuantity,
})

/** vCPUs, memory, devices. `flags` say whether the running machine, the stored definition or both are changed (AffectFlag). */
export const domainHardware = {
  vcpus: ofDomain(200, { flags }, int),
  setVcpus: ofDomain(199, { vcpus: uint, flags }, nothing),
  setVcpu: ofDomain(384, { cpuMap: string, enabled: truth, flags }, nothing),
  pinVcpu: ofDomain(225, { vcpu: uint, cpuMap: opaque, flags }, nothing),
  pinEmulator: ofDomain(279, { cpuMap: opaque, flags }, nothing),
  vcpuPins: ofDomain(230, { vcpus: int, mapBytes: int, flags }, struct({ cpuMaps: opaque, vcpus: int })),
  schedulerParameters: ofDomain(223, { count: int, flags }, params),
  setSchedulerParameters: ofDomain(219, { params: typedParams, flags }, nothing),
  maxMemoryKiB: ofDomain(17, {}, quantity),
  setMemory: ofDomain(204, { memoryKiB: quantity, flags }, nothing),
  setMemoryStatsPeriod: ofDomain(308, { seconds: int, flags }, nothing),
  memoryStats: ofDomain(159, { max: uint, flags }, array(struct({ tag: int, value: quantity }))),
  attachDevice: ofDomain(160, { xml: string, flags }, nothing),
  detachDevice: ofDomain(161, { xml: string, flags }, nothing),
  detachDeviceAlias: ofDomain(392, { alias: string, flags }, nothing),
  updateDevice: ofDomain(174, { xml: string, flags }, nothing),
  interfaceStats: ofDomain(65, { device: string }, interfaceStats),
  setInterfaceParameters: ofDomain(256, { device: string, params: typedParams, flags }, nothing),
}
