import { array, constant, map, optional, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { int, nothing, opaque, quantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { charArray } from '@/server/libvirt/xdr/special'
import { domain, flags, list, truth } from './objects'
import { params, typedParams } from './typedParams'
import { proc } from './procedure'

/** 9000000 → '9.0.0' */
const version = map(quantity, (n) => `${Math.floor(n / 1e6)}.${Math.floor(n / 1e3) % 1e3}.${n % 1e3}`, (n: number) => n)

const stat = struct({ field: string, value: quantity })
const stats = struct({ values: array(stat), count: int })

/** Which QEMU is meant; libvirt's own choice for whatever is left out. */
const hypervisor = { emulator: optional(string), arch: optional(string), machine: optional(string), virtType: optional(string) }

/** The connection and the host behind it (libvirt-host.h). Sizes as the names say; CPU times in ns. */
export const host = {
  hostname: proc(59, {}, string),
  uri: proc(110, {}, string),
  type: proc(3, {}, string),
  hypervisorVersion: proc(4, {}, version),
  libvirtVersion: proc(157, {}, version),
  sysinfo: proc(203, { flags }, string),
  isSecure: proc(149, {}, truth),
  maxVcpus: proc(5, { type: optional(string) }, int),
  capabilities: proc(7, {}, string),
  domainCapabilities: proc(342, { ...hypervisor, flags }, string),
  storagePoolCapabilities: proc(403, { flags }, string),
  cpuModelNames: proc(312, { arch: string, need: constant(int, 1), flags }, list(string)),
  compareCpu: proc(158, { xml: string, flags }, int),
  baselineCpu: proc(162, { xmls: array(string), flags }, string),
  compareHypervisorCpu: proc(393, { ...hypervisor, xml: string, flags }, int),
  baselineHypervisorCpu: proc(394, { ...hypervisor, xmls: array(string), flags }, string),
  nodeInfo: proc(6, {}, struct({ model: charArray(32), memoryKiB: quantity, cpus: int, mhz: int, nodes: int, sockets: int, cores: int, threads: int })),
  nodeCpuMap: proc(293, { needMap: constant(int, 1), needOnline: constant(int, 1), flags }, struct({ map: opaque, online: uint, present: int })),
  freeMemoryBytes: proc(102, {}, quantity),
  cellsFreeMemoryBytes: proc(101, { startCell: int, maxCells: int }, array(quantity)),
  freePages: proc(340, { pageSizesKiB: array(uint), startCell: int, cellCount: uint, flags }, array(quantity)),
  allocatePages: proc(347, { pageSizesKiB: array(uint), pageCounts: array(quantity), startCell: int, cellCount: uint, flags }, int),
  memoryParameters: proc(289, { count: int, flags }, struct({ values: params, count: int })),
  setMemoryParameters: proc(288, { params: typedParams, flags }, nothing),
  rawCpuStats: proc(227, { cpu: int, count: int, flags }, stats),
  rawMemoryStats: proc(228, { count: int, cell: int, flags }, stats),
  suspendForDuration: proc(250, { target: uint, seconds: quantity, flags }, nothing),
  /** Statistics of all domains by one call; `stats` = StatsGroup bits (0 = all), `flags` = DomainListFlag and StatsFlag bits. */
  allDomainStats: proc(344, { domains: withDefault(array(domain), []), stats: withDefault(uint, 0), flags }, array(struct({ domain, stats: params }))),
}
