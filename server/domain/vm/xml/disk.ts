import type { DiskSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { attr, changeChild, element, find, setChild, text, withAttributes } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { alias, aliasId } from './alias'

/**
 * File disk. `cache=none`: the host's page cache must not hold writes a migration or crash would lose; `error_policy=stop`:
 * a full or failing storage pauses the machine instead of handing it I/O errors. The serial lets a guest find the disk
 * by Atrium's id. Errors: BAD_INPUT. https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms
 */
export const buildDisk = (disk: DiskSpec): Element => {
  refuseReadOnly(disk)
  return element(
    'disk',
    { type: 'file', device: 'disk' },
    element('driver', { name: 'qemu', type: disk.format, cache: 'none', error_policy: 'stop', discard: 'unmap' }),
    element('source', { file: disk.path }),
    element('target', { dev: disk.target, bus: disk.bus }),
    element('serial', {}, disk.id),
    alias(disk.id),
    disk.options.readOnly ? element('readonly') : null,
  )
}

/** QEMU has no read-only hard disks on these buses, and libvirt's own words for it do not name the disk. */
const refuseReadOnly = ({ options: { readOnly }, bus, target }: DiskSpec): void => {
  if (!readOnly || (bus !== 'sata' && bus !== 'ide')) return
  throw new AppError('BAD_INPUT', `Disk ${target} cannot be read-only on the bus ${bus}.`, { field: 'disks', hint: 'Use virtio or scsi.' })
}

/** An existing disk made equal to `disk` in what Atrium models; address, tuning and encryption stay as they are. */
export const editDisk = (existing: Element, disk: DiskSpec): Element => {
  refuseReadOnly(disk)
  const sameBus = attr(existing, 'bus', 'target') === disk.bus
  const placed = sameBus ? existing : setChild(existing, 'address', null)
  const driven = changeChild(placed, 'driver', (driver) => withAttributes(driver, { type: disk.format }))
  const target = withAttributes(find(driven, 'target') ?? element('target'), { dev: disk.target, bus: disk.bus })
  const source = withAttributes(find(driven, 'source') ?? element('source'), { file: disk.path })
  const pointed = setChild(setChild(setChild(driven, 'source', source), 'target', target), 'alias', alias(disk.id))
  return setChild(pointed, 'readonly', disk.options.readOnly ? element('readonly') : null)
}

export interface ParsedDisk {
  /** Atrium's disk id, null on a disk that Atrium did not make. */
  id: string | null
  path: string | null
  format: string | null
  target: string
  bus: string
  device: string
}

export const parseDisk = (disk: Element): ParsedDisk => ({
  id: aliasId(disk),
  path: attr(disk, 'file', 'source') ?? attr(disk, 'dev', 'source'),
  format: attr(disk, 'type', 'driver'),
  target: attr(disk, 'dev', 'target') ?? '',
  bus: attr(disk, 'bus', 'target') ?? '',
  device: attr(disk, 'device') ?? 'disk',
})

/** Is this the disk meant by the spec: the same id, else the same place in the guest (an adopted machine has no ids yet). */
export const isDisk = (existing: Element, disk: DiskSpec): boolean => {
  const { id, target } = parseDisk(existing)
  return id === null ? target === disk.target || text(existing, 'serial') === disk.id : id === disk.id
}
