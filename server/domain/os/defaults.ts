import type { OperatingSystem } from '@/server/contract/api/os'
import type { HardwareInput } from '@/server/contract/hardware/hardware'

const pci = (id: string): string => `http://pcisig.com/pci/${id}`
/** Virtio 0.9 and 1.0 have ids of their own; emulated as both, either driver will do. */
const virtioDisk = ['1af4/1001', '1af4/1042'].map(pci)
const virtioNic = ['1af4/1000', '1af4/1041'].map(pci)
const virtioVideo = [pci('1af4/1050')]

export interface OsTraits {
  id: string
  family: string
  /** Can it boot with this firmware? */
  uefi: boolean
  bios: boolean
  /** Addresses of the devices it has drivers for. */
  devices: ReadonlySet<string>
}

/** Windows keeps local time, and is slow where it does not know that it runs in a machine. */
export const windowsHardware: HardwareInput = {
  clock: {
    offset: 'localtime',
    timers: [{ name: 'rtc', tickPolicy: 'catchup' }, { name: 'pit', tickPolicy: 'delay' }, { name: 'hpet', present: false }, { name: 'hypervclock', present: true }],
  },
  features: { hyperv: { relaxed: true, vapic: true, spinlocks: 8191 } },
}

/** Windows refuses to be installed without them from 11 on. */
const windowsSince11: HardwareInput = { firmware: { secureBoot: true }, tpm: { model: 'tpm-crb', version: '2.0' } }

/**
 * Hardware for which the system has drivers. A system that the data base knows no devices of is taken for one that needs what
 * every system can drive: SATA and an Intel card.
 */
export const osDefaults = ({ id, family, uefi, bios, devices }: OsTraits): OperatingSystem['defaults'] => {
  const has = (wanted: readonly string[]) => wanted.some((device) => devices.has(device))
  const onlyUefi = uefi && !bios
  const old = family === 'winnt' && !has([pci('8086/10d3')]) && !uefi
  return {
    firmware: onlyUefi ? 'uefi' : 'bios',
    diskBus: has(virtioDisk) ? 'virtio' : 'sata',
    nicModel: has(virtioNic) ? 'virtio' : has([pci('8086/10d3')]) ? 'e1000e' : old ? 'rtl8139' : 'e1000',
    hardware: {
      video: { model: has(virtioVideo) ? 'virtio' : 'vga', ...(has(virtioVideo) ? { vramKiB: null } : {}) },
      ...(family === 'winnt' ? windowsHardware : {}),
      ...(family === 'winnt' && onlyUefi && /^win(1[1-9]|2k2[5-9])/.test(id) ? windowsSince11 : {}),
    },
  }
}
