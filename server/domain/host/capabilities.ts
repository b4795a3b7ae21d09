import type { HostFacts } from '@/server/contract/agent/host'
import { attr, findAll, text } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'

/** Machine types for x86_64 from `virConnectGetCapabilities`, newest spelling included once (row 1-05). */
export const parseMachines = (capabilities: string): string[] => {
  const arches = findAll(parseXml(capabilities), 'guest/arch').filter((arch) => attr(arch, 'name') === 'x86_64')
  return [...new Set(arches.flatMap((arch) => findAll(arch, 'machine').map((machine) => text(machine) ?? '')))].sort()
}

/** CPU models this hypervisor can give to a guest, and firmwares it finds, from `virConnectGetDomainCapabilities` (row 1-08). */
export const parseDomainCapabilities = (capabilities: string): Pick<HostFacts, 'cpuModels' | 'firmwares'> => {
  const root = parseXml(capabilities)
  const custom = findAll(root, 'cpu/mode').filter((mode) => attr(mode, 'name') === 'custom')
  const usable = custom.flatMap((mode) => findAll(mode, 'model')).filter((model) => attr(model, 'usable') === 'yes')
  const firmware = findAll(root, 'os/enum').filter((options) => attr(options, 'name') === 'firmware')
  const uefi = firmware.flatMap((options) => findAll(options, 'value')).some((value) => text(value) === 'efi')
  return { cpuModels: usable.map((model) => text(model) ?? '').sort(), firmwares: uefi ? ['bios', 'uefi'] : ['bios'] }
}
