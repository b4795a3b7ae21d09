import type { z } from 'zod'
import type { OperatingSystem } from '@/server/contract/api/os'
import type { CreateVm } from '@/server/contract/api/vm'
import type { VmSource } from '@/server/contract/api/vm-source'
import { Hardware } from '@/server/contract/hardware/hardware'
import type { Boot } from '@/server/contract/hardware/boot'
import type { DiskSpec, NicSpec } from '@/server/contract/agent/vm'
import { withHeadroom } from './hardware/headroom'
import { merge } from './hardware/merge'
import { freeTarget } from './hardware/target'

type Wish = z.output<typeof CreateVm>

/** A new machine with everything decided: what the person said, else what suits the operating system, else the ordinary machine. */
export interface Creation extends Omit<Wish, 'source' | 'templateId' | 'firmware' | 'hardware' | 'disk' | 'nic'> {
  source: VmSource
  firmware: 'bios' | 'uefi'
  hardware: Hardware
  disk: Pick<DiskSpec, 'bus' | 'options' | 'target'>
  nic: Pick<NicSpec, 'model' | 'options'>
}

/** Null when nothing says where the system comes from. */
export const sourceOf = ({ source, templateId }: Pick<Wish, 'source' | 'templateId'>): VmSource | null =>
  source ?? (templateId ? { type: 'template', templateId } : null)

/** The disk comes first: as long as there is no system on it, the firmware goes on to the next device. */
const bootDevices: { [Type in VmSource['type']]: Boot['devices'] } = {
  template: ['hd'], blank: ['hd'], existingDisk: ['hd'], tree: ['hd'], iso: ['hd', 'cdrom'], pxe: ['hd', 'network'],
}

/** `isoPath` of the image in the CD drive; null for another source. */
const withSource = (hardware: Hardware, { type }: VmSource, { disk, isoPath, hasDisk, ordered }: { disk: Creation['disk']; isoPath: string | null; hasDisk: boolean; ordered: boolean }): Hardware => {
  const bus = hardware.machine.type === 'pc' ? 'ide' : 'sata'
  const taken = [disk.target, ...hardware.cdroms.map(({ target }) => target)]
  const drive = { target: freeTarget(bus, taken), bus, path: isoPath, bootOrder: null } as const
  const devices = bootDevices[type].filter((device) => hasDisk || device !== 'hd')
  return {
    ...hardware,
    cdroms: isoPath === null ? hardware.cdroms : [...hardware.cdroms, drive],
    boot: ordered || devices.length === 0 ? hardware.boot : { ...hardware.boot, devices },
  }
}

/** What `wish` comes to. `os` null = not said, or not known. */
export const resolveCreation = (wish: Wish, source: VmSource, os: OperatingSystem | null, { isoPath, hasDisk }: { isoPath: string | null; hasDisk: boolean }): Creation => {
  const defaults = os?.defaults
  const hardware = withHeadroom(merge(Hardware.parse(defaults?.hardware ?? {}), wish.hardware), wish)
  const bus = wish.disk.bus ?? defaults?.diskBus ?? 'virtio'
  const disk = { ...wish.disk, bus, target: freeTarget(bus, hardware.cdroms.map(({ target }) => target)) }
  return {
    ...wish,
    source,
    firmware: wish.firmware ?? defaults?.firmware ?? 'bios',
    hardware: withSource(hardware, source, { disk, isoPath, hasDisk, ordered: wish.hardware?.boot?.devices !== undefined }),
    disk,
    nic: { ...wish.nic, model: wish.nic.model ?? defaults?.nicModel ?? 'virtio' },
  }
}
