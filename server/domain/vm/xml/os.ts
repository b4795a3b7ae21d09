import { Boot, Smbios } from '@/server/contract/hardware/boot'
import { Firmware as FirmwareDetails, Machine as MachineKind } from '@/server/contract/hardware/firmware'
import { attr, changeChild, element, find, findAll, setChild, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { personsNvram } from '../hardware/nvram'
import { equal } from './equal'
import { numberOf, readPart, yesNo } from './part'
import type { Machine, Part } from './part'

export type Firmware = Machine['firmware']

/** Family of a machine type: `q35` of `pc-q35-7.2`; null where Atrium has no word for it. */
export const familyOf = (machine: string): 'q35' | 'pc' | 'virt' | null => {
  if (machine.includes('q35')) return 'q35'
  if (/^pc(-|$)/.test(machine)) return 'pc'
  return /^virt(-|$)/.test(machine) ? 'virt' : null
}

/** Without enrolled keys nothing would be checked; without SMM the keys could be changed by the guest. */
const chosenFirmware = (secure: boolean): Element => {
  const feature = (name: string) => element('feature', { enabled: yesNo(secure), name })
  return element('firmware', {}, feature('secure-boot'), secure ? feature('enrolled-keys') : null)
}

const loaderOf = ({ firmware, hardware: { firmware: details } }: Machine): (Element | null)[] => {
  if (details.loader === null) return [firmware === 'uefi' ? chosenFirmware(details.secureBoot) : null]
  if (firmware === 'bios') return [element('loader', { type: 'rom' }, details.loader)]
  return [element('loader', { readonly: 'yes', type: 'pflash' }, details.loader), details.nvram === null ? null : element('nvram', {}, details.nvram)]
}

const bootOf = ({ ordered, hardware: { boot } }: Machine): (Element | null)[] => [
  ...(ordered ? [] : boot.devices.map((dev) => element('boot', { dev }))),
  boot.menuTimeoutMs > 0 ? element('bootmenu', { enable: 'yes', timeout: boot.menuTimeoutMs }) : null,
  boot.rebootTimeoutMs === null ? null : element('bios', { rebootTimeout: boot.rebootTimeoutMs }),
]

const kernelOf = ({ hardware: { boot: { kernel } } }: Machine): (Element | null)[] =>
  kernel
    ? [element('kernel', {}, kernel.path), kernel.initrd === null ? null : element('initrd', {}, kernel.initrd),
      kernel.commandLine === '' ? null : element('cmdline', {}, kernel.commandLine)]
    : []

/** `machine` is an alias that libvirt resolves at define time to the newest version, which then stays. */
const buildOs = (machine: Machine): Element => {
  const { firmware, machineName, hardware: { machine: { arch, type }, firmware: details, smbios } } = machine
  const kept = machineName !== null && (familyOf(machineName) === type || familyOf(machineName) === null)
  return element(
    'os',
    { firmware: firmware === 'uefi' && details.loader === null ? 'efi' : null },
    element('type', { arch, machine: kept ? machineName : type }, 'hvm'),
    ...loaderOf(machine),
    ...kernelOf(machine),
    ...bootOf(machine),
    smbios.mode === 'default' ? null : element('smbios', { mode: smbios.mode }),
  )
}

const smbiosNames = ['manufacturer', 'product', 'version', 'serial', 'sku', 'family'] as const

const buildSysinfo = ({ hardware: { smbios } }: Machine): Element | null => {
  const entries = smbiosNames.filter((name) => smbios[name] !== '').map((name) => element('entry', { name }, smbios[name]))
  return smbios.mode === 'sysinfo' ? element('sysinfo', { type: 'smbios' }, element('system', {}, ...entries)) : null
}

/** Machine type, firmware, boot and what the guest is told of itself. https://libvirt.org/formatdomain.html#operating-system-booting */
export const osPart: Part = {
  fields: ['firmware', 'machine', 'boot', 'smbios', 'ordered'],
  shape: {
    os: {
      attributes: ['firmware'],
      children: {
        type: { attributes: ['arch', 'machine'] }, firmware: 'whole', loader: 'whole', nvram: 'whole', kernel: 'whole', initrd: 'whole', cmdline: 'whole',
        boot: 'whole', bootmenu: 'whole', bios: { attributes: ['rebootTimeout'] }, smbios: 'whole',
      },
    },
    sysinfo: { attributes: ['type'], children: { system: 'whole' } },
  },
  platform: (machine) => [buildSysinfo(machine), buildOs(machine)],
}

export const parseFirmware = (domain: Element): Firmware =>
  attr(domain, 'firmware', 'os') === 'efi' || attr(domain, 'type', 'os/loader') === 'pflash' ? 'uefi' : 'bios'

/** The machine type as libvirt resolved it, e.g. `pc-q35-7.2`. */
export const parseMachineName = (domain: Element): string => attr(domain, 'machine', 'os/type') ?? ''

export const parseMachineKind = (domain: Element): MachineKind =>
  readPart(MachineKind, { arch: attr(domain, 'arch', 'os/type') ?? undefined, type: familyOf(parseMachineName(domain)) ?? 'auto' })

const secureBootOf = (os: Element): boolean =>
  attr(os, 'secure', 'loader') === 'yes' ||
  findAll(os, 'firmware/feature').some((feature) => attr(feature, 'name') === 'secure-boot' && attr(feature, 'enabled') === 'yes')

/** Where libvirt has chosen the image, it is not one of the person's own. */
export const parseFirmwareDetails = (domain: Element): FirmwareDetails => {
  const os = find(domain, 'os') ?? element('os')
  const chosen = attr(os, 'firmware') === 'efi'
  return readPart(FirmwareDetails, {
    secureBoot: chosen && secureBootOf(os),
    loader: chosen ? null : text(os, 'loader'),
    nvram: chosen || !find(os, 'loader') ? null : personsNvram(text(os, 'nvram') || null),
  })
}

/**
 * The file of the firmware's variables, which libvirt named once, put back into an edited definition: libvirt would name a new, empty
 * one after the machine's present name.
 */
export const keepNvram = (edited: Element, existing: Element): Element => {
  const nvram = text(existing, 'os/nvram')
  const same = parseFirmware(edited) === parseFirmware(existing) && equal(parseFirmwareDetails(edited), parseFirmwareDetails(existing))
  return nvram && same && !find(edited, 'os/nvram') ? changeChild(edited, 'os', (os) => setChild(os, 'nvram', element('nvram', {}, nvram))) : edited
}

export const parseBoot = (domain: Element): Boot => {
  const os = find(domain, 'os') ?? element('os')
  const kernel = text(os, 'kernel')
  const devices = findAll(os, 'boot').map((boot) => attr(boot, 'dev'))
  return readPart(Boot, {
    devices: devices.length > 0 ? devices : undefined,
    menuTimeoutMs: attr(os, 'enable', 'bootmenu') === 'yes' ? (numberOf(attr(os, 'timeout', 'bootmenu')) ?? 3000) : 0,
    rebootTimeoutMs: numberOf(attr(os, 'rebootTimeout', 'bios')) ?? null,
    kernel: kernel === null ? null : { path: kernel, initrd: text(os, 'initrd'), commandLine: text(os, 'cmdline') ?? '' },
  })
}

export const parseSmbios = (domain: Element): Smbios => {
  const entries = findAll(domain, 'sysinfo/system/entry').map((entry) => [attr(entry, 'name') ?? '', text(entry) ?? ''] as const)
  const known = entries.filter(([name]) => smbiosNames.some((each) => each === name))
  return readPart(Smbios, { mode: attr(domain, 'mode', 'os/smbios') ?? 'default', ...Object.fromEntries(known) })
}
