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
