import type { NicSpec } from '@/server/contract/agent/vm'
import type { DiskSpec } from '@/server/contract/agent/vm'
import type { ImportProblem } from '@/server/contract/agent/import'
import type { ImportFinding } from '@/server/contract/api/import'
import type { HardwareInput } from '@/server/contract/hardware/hardware'
import type { Element } from '@/server/domain/xml/element'
import { windowsHardware } from '@/server/domain/os/defaults'

export type Family = 'linux' | 'windows' | 'other'
export type DiskBus = DiskSpec['bus']

export interface ForeignDisk {
  /** Its place in the description: `scsi0:0`, a disk's id, a target name. */
  key: string
  /** As the description names it; null when it names no file that could be imported. */
  file: string | null
  bus: DiskBus
  /** What it hung on: `SCSI (pvscsi)`. */
  controller: string
  /** Why it can't be brought along, by the description alone. */
  problem: ImportProblem | null
}

export interface ForeignNic {
  key: string
  network: string
  model: NicSpec['model']
  /** Small letters; null when it has none of its own. */
  mac: string | null
}

/** A machine as another program describes it, in Atrium's words. All texts are untrusted. */
export interface ForeignMachine {
  name: string
  description: string
  /** Short id of osinfo-db where one is known, else a general word. */
  os: string
  family: Family
  memoryMiB: number | null
  vcpus: number | null
  firmware: 'bios' | 'uefi'
  hardware: HardwareInput
  disks: ForeignDisk[]
  nics: ForeignNic[]
  cdroms: number
  findings: ImportFinding[]
  /** All that libvirt's XML says of it, as far as it may be kept (definition.ts); absent where the description is another's. */
  definition?: Element
}

type Params = ImportFinding['params']
export const stops = (code: string, text: string, params: Params = {}): ImportFinding => ({ severity: 'error', code, params, text })
export const warns = (code: string, text: string, params: Params = {}): ImportFinding => ({ severity: 'warning', code, params, text })

/** The kind of controller that a description names. */
export type Controller = 'ide' | 'sata' | 'scsi' | 'nvme' | 'usb' | 'virtio'

/**
 * VMware's SCSI controllers have drivers in Windows and in most Linux systems' first RAM disk, virtio's often not; SATA has them in
 * nearly all. So a guest that boots there is left to boot, and can be moved to virtio later.
 */
export const busOf: Readonly<Record<Controller, DiskBus>> = { ide: 'ide', sata: 'sata', scsi: 'sata', nvme: 'sata', usb: 'usb', virtio: 'virtio' }

export const busFindings = (disks: readonly { controller: Controller }[]): ImportFinding[] =>
  disks.some(({ controller }) => controller === 'scsi' || controller === 'nvme')
    ? [warns('import_bus', 'Its disks hung on a SCSI or NVMe controller. They get SATA, which nearly every system can boot from; choose virtio when the guest has its drivers.')]
    : []

const models: readonly (readonly [RegExp, NicSpec['model']])[] = [
  [/^e1000e$/i, 'e1000e'], [/e1000|82540|82543|82545/i, 'e1000'], [/vmxnet/i, 'vmxnet3'], [/vlance|pcnet|flexible|am79c97/i, 'pcnet'], [/virtio/i, 'virtio'],
  [/rtl8139/i, 'rtl8139'], [/ne2k/i, 'ne2k_pci'],
]
/** The card that QEMU has of the same kind, so that the guest's driver finds it. */
export const nicModelOf = (name: string): NicSpec['model'] => models.find(([pattern]) => pattern.test(name))?.[1] ?? 'e1000'

export const macOfText = (text: string | null | undefined): string | null => {
  const mac = (text ?? '').trim().toLowerCase().replaceAll('-', ':')
  // A group address is nobody's.
  return /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/.test(mac) && mac !== '00:00:00:00:00:00' ? mac : null
}

/** Digits alone, up to 15 of them. */
export const wholeNumber = (text: string | null | undefined): number | null => (/^\d{1,15}$/.test((text ?? '').trim()) ? Number(text) : null)

/** A text of others cut to what is kept. */
export const shortened = (text: string, max: number): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '').trim().slice(0, max)

export const familyHardware = (family: Family): HardwareInput => (family === 'windows' ? windowsHardware : {})
