import type { Mirroring, MirrorState } from '@/server/contract/agent/disk-mirror'
import { attr, element, find, findAll } from '../xml/element'
import type { Element } from '../xml/element'

export interface MirroredDisk {
  /** Its name in the machine. */
  target: string
  /** `foreign` = a block job that is not this one has it. */
  state: MirrorState['state'] | 'foreign'
}

const sourceOf = (node: Element): string | null => attr(node, 'file', 'source') ?? attr(node, 'dev', 'source') ?? attr(node, 'file')

const stateOf = (disk: Element, { to }: Mirroring): MirroredDisk['state'] => {
  if (sourceOf(disk) === to.path) return find(disk, 'mirror') === null ? 'to' : 'foreign'
  const mirror = find(disk, 'mirror')
  if (mirror === null) return 'from'
  if (sourceOf(mirror) !== to.path) return 'foreign'
  return attr(mirror, 'ready') === 'yes' ? 'ready' : 'copying'
}

/** The disk that runs from one of the two images; null = there is none. https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms (`mirror`) */
export const mirroredDisk = (domain: Element, mirroring: Mirroring): MirroredDisk | null => {
  const disk = findAll(domain, 'devices/disk').find((each) => [mirroring.from, mirroring.to.path].includes(sourceOf(each) ?? ''))
  return disk ? { target: attr(disk, 'dev', 'target') ?? '', state: stateOf(disk, mirroring) } : null
}

/** What libvirt wants to know of the new image. */
export const mirrorXml = ({ to }: Mirroring): Element => element('disk', { type: 'file' }, element('driver', { name: 'qemu', type: to.format }), element('source', { file: to.path }))
