import { attr, element, elements, find, setChild } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

export type Firmware = 'bios' | 'uefi'
export type MachineType = 'q35' | 'pc'

/** Secure boot stays off: its firmware needs system management mode, which emulated hosts do not always have. */
const noSecureBoot = () => element('firmware', {}, element('feature', { enabled: 'no', name: 'secure-boot' }))

/** `machine` is an alias that libvirt resolves at define time to the newest version, which then stays. */
export const buildOs = (firmware: Firmware, machine: MachineType): Element =>
  element(
    'os',
    { firmware: firmware === 'uefi' ? 'efi' : null },
    element('type', { arch: 'x86_64', machine }, 'hvm'),
    firmware === 'uefi' ? noSecureBoot() : null,
    element('boot', { dev: 'hd' }),
  )

export const parseFirmware = (domain: Element): Firmware =>
  attr(domain, 'firmware', 'os') === 'efi' || attr(domain, 'type', 'os/loader') === 'pflash' ? 'uefi' : 'bios'

/** The machine type as libvirt resolved it, e.g. `pc-q35-7.2`. */
export const parseMachine = (domain: Element): string => attr(domain, 'machine', 'os/type') ?? ''

/** `domain` with that firmware; machine type and boot order are kept. */
export const editFirmware = (domain: Element, firmware: Firmware): Element => {
  const os = find(domain, 'os')
  if (!os || parseFirmware(domain) === firmware) return domain
  const boot = elements(os).filter((child) => ['type', 'boot', 'bootmenu', 'bios', 'smbios'].includes(child.name))
  const extra = firmware === 'uefi' ? [noSecureBoot()] : []
  return setChild(domain, 'os', element('os', { firmware: firmware === 'uefi' ? 'efi' : null }, ...boot, ...extra))
}
