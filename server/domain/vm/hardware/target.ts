import type { DiskSpec } from '@/server/contract/agent/vm'

const prefixes: Record<DiskSpec['bus'], string> = { virtio: 'vd', scsi: 'sd', sata: 'sd', usb: 'sd', ide: 'hd' }

/** `a` … `z`, `aa` …, as the kernel counts disks. */
const letters = (index: number): string => (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26))

/** Does the name suit the bus? libvirt takes the controller's port from it. */
export const fitsBus = (target: string, bus: DiskSpec['bus']): boolean => target.startsWith(prefixes[bus])

/** The first target name of that bus which is not taken: `vda`, `sdb`. */
export const freeTarget = (bus: DiskSpec['bus'], taken: readonly string[]): string => {
  const free = Array.from({ length: taken.length + 1 }, (_, index) => prefixes[bus] + letters(index)).find(name => !taken.includes(name))
  return free ?? `${prefixes[bus]}a`
}

/** The disks, those that `moved` to another bus with a name that suits it and that no other disk or drive has. */
export const retargeted = <Placed extends Pick<DiskSpec, 'bus' | 'target'>>(disks: readonly Placed[], drives: readonly { target: string }[], moved: (disk: Placed) => boolean): Placed[] => {
  const taken = [...disks, ...drives].map(({ target }) => target)
  return disks.map(disk => {
    if (!moved(disk) || fitsBus(disk.target, disk.bus)) return disk
    const target = freeTarget(disk.bus, taken)
    taken.push(target)
    return { ...disk, target }
  })
}
