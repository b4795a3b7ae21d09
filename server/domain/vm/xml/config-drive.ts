import type { VmSpec } from '@/server/contract/agent/vm'
import { attr, element, isElement, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { markOf } from './alias'

const mark = markOf('config', 'drive')

/** Of the devices called `disk`, the one that carries what the guest is told at its first boot. */
export const isConfigDrive = (device: Element): boolean => attr(device, 'name', 'alias') === mark

/**
 * A read-only virtio disk, not a CD: kernels made for clouds know no SATA and no IDE, and cloud-init looks for the label on any
 * block device. The last name of its bus, so that other disks keep theirs.
 */
export const buildConfigDrive = (path: string): Element =>
  element(
    'disk',
    { type: 'file', device: 'disk' },
    element('driver', { name: 'qemu', type: 'raw' }),
    element('source', { file: path }),
    element('target', { dev: 'vdz', bus: 'virtio' }),
    element('readonly'),
    element('alias', { name: mark }),
  )

/** `devices` with the drive as wanted; one that is right stays as it is. */
export const editConfigDrive = (devices: Element, { configDrive }: VmSpec): Element => {
  const isOurs = (node: Node): node is Element => isElement(node) && isConfigDrive(node)
  const present = devices.children.find(isOurs)
  if (present && attr(present, 'file', 'source') === configDrive) return devices
  if (!present && configDrive === null) return devices
  const others = devices.children.filter((node) => !isOurs(node))
  return withChildren(devices, configDrive === null ? others : [...others, buildConfigDrive(configDrive)])
}
