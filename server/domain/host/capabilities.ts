import type { DomainCapabilities, OfferKind } from '@/server/contract/agent/capabilities'
import type { HostFacts } from '@/server/contract/agent/host'
import { attr, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
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

/** Which of libvirt's questions about capabilities are worth asking: machine types by architecture, as Atrium names them. */
const families: Readonly<Record<string, readonly string[]>> = { x86_64: ['q35', 'pc'], aarch64: ['virt'] }

export interface Combination {
  arch: string
  machine: string
  virtType: DomainCapabilities['virtType']
  /** Path of the program. */
  emulator: string
}

/** What the host can run machines with, from `virConnectGetCapabilities`. */
export const parseCombinations = (capabilities: string): Combination[] =>
  findAll(parseXml(capabilities), 'guest/arch').flatMap((guest) => {
    const arch = attr(guest, 'name') ?? ''
    const emulator = text(guest, 'emulator') ?? ''
    const known = findAll(guest, 'machine').map((machine) => text(machine))
    const types = findAll(guest, 'domain').map((domain) => attr(domain, 'type'))
    return (['qemu', 'kvm'] as const)
      .filter((virtType) => types.includes(virtType))
      .flatMap((virtType) => (families[arch] ?? []).filter((machine) => known.includes(machine)).map((machine) => ({ arch, machine, virtType, emulator })))
  })

/** Values of the enumeration `name` at a path; none where the thing is not supported at all, undefined where nothing is said of it. */
const enumeration = (path: string, name: string) => (root: Element): string[] | undefined => {
  const found = find(root, path)
  if (!found) return undefined
  if (attr(found, 'supported') === 'no') return []
  const options = findAll(found, 'enum').find((each) => attr(each, 'name') === name)
  return options && findAll(options, 'value').map((value) => text(value) ?? '')
}

const cpuModes = (root: Element): string[] | undefined => {
  const modes = findAll(root, 'cpu/mode')
  return modes.length === 0 ? undefined : modes.filter((mode) => attr(mode, 'supported') === 'yes').map((mode) => attr(mode, 'name') ?? '')
}

const cpuModels = (isOne: (model: Element) => boolean) => (root: Element): string[] | undefined => {
  const custom = findAll(root, 'cpu/mode').find((mode) => attr(mode, 'name') === 'custom')
  return custom && findAll(custom, 'model').filter(isOne).map((model) => text(model) ?? '').sort()
}

/** Where libvirt says it. https://libvirt.org/formatdomaincaps.html */
const said: readonly (readonly [Exclude<OfferKind, 'device'>, (root: Element) => string[] | undefined])[] = [
  ['firmware', enumeration('os', 'firmware')],
  ['secureBoot', enumeration('os/loader', 'secure')],
  ['cpuMode', cpuModes],
  ['cpuModel', cpuModels(() => true)],
  ['usableCpuModel', cpuModels((model) => attr(model, 'usable') !== 'no')],
  ['diskBus', enumeration('devices/disk', 'bus')],
  ['graphics', enumeration('devices/graphics', 'type')],
  ['video', enumeration('devices/video', 'modelType')],
  ['hostDevice', enumeration('devices/hostdev', 'subsysType')],
  ['passthrough', enumeration('devices/hostdev', 'pciBackend')],
  ['rng', enumeration('devices/rng', 'backendModel')],
  ['filesystem', enumeration('devices/filesystem', 'driverType')],
  ['tpmModel', enumeration('devices/tpm', 'model')],
  ['tpmBackend', enumeration('devices/tpm', 'backendModel')],
  ['tpmVersion', enumeration('devices/tpm', 'backendVersion')],
  ['redirection', enumeration('devices/redirdev', 'bus')],
  ['channel', enumeration('devices/channel', 'type')],
  ['hyperV', enumeration('features/hyperv', 'features')],
  ['memoryBacking', enumeration('memoryBacking', 'sourceType')],
]

/** What libvirt says of one combination (row 1-08); `devices` = what QEMU itself lists, null = it could not be asked. */
export const parseOffers = (capabilities: string, devices: string[] | null): DomainCapabilities['offers'] => {
  const root = parseXml(capabilities)
  const known = said.flatMap(([kind, read]) => {
    const values = read(root)
    return values ? [[kind, values] as const] : []
  })
  return { ...Object.fromEntries(known), ...(devices ? { device: devices } : {}) }
}
