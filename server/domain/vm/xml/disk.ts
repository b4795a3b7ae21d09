import type { DiskSpec } from '@/server/contract/agent/vm'
import { DiskOptions, type DiskLimits } from '@/server/contract/hardware/disk'
import { AppError } from '@/server/domain/error'
import { attr, element, find, findAll, setChild, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { overlay } from '@/server/domain/xml/overlay'
import type { Shape } from '@/server/domain/xml/overlay'
import { alias, aliasId } from './alias'
import { isConfigDrive } from './config-drive'
import { numberOf, readPart } from './part'

const limitNames = {
  totalBytesPerSecond: 'total_bytes_sec', readBytesPerSecond: 'read_bytes_sec', writeBytesPerSecond: 'write_bytes_sec',
  totalIops: 'total_iops_sec', readIops: 'read_iops_sec', writeIops: 'write_iops_sec',
} as const
const limitFields = Object.keys(limitNames) as (keyof DiskLimits)[]

const buildLimits = (limits: DiskLimits): Element | null => {
  const set = limitFields.flatMap((field) => (limits[field] === null ? [] : [element(limitNames[field], {}, limits[field])]))
  return set.length === 0 ? null : element('iotune', {}, ...set)
}

/** All six, for a running disk: 0 = without limit. */
export const limitParameters = (limits: DiskLimits): { field: string; type: 'ullong'; value: bigint }[] =>
  limitFields.map((field) => ({ field: limitNames[field], type: 'ullong', value: BigInt(limits[field] ?? 0) }))

const unlessDefault = (value: string): string | null => (value === 'default' ? null : value)

const buildDriver = ({ format, options }: DiskSpec): Element =>
  element('driver', {
    name: 'qemu',
    type: format,
    cache: unlessDefault(options.cache),
    error_policy: unlessDefault(options.errorPolicy),
    io: unlessDefault(options.io),
    discard: unlessDefault(options.discard),
    detect_zeroes: unlessDefault(options.detectZeroes),
    iothread: options.iothread,
    queues: options.queues,
  })

/**
 * Disk. The serial lets a guest find it by Atrium's id unless it has one of its own. Errors: BAD_INPUT.
 * https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms
 */
export const buildDisk = (disk: DiskSpec): Element => {
  refuseReadOnly(disk)
  const { options } = disk
  const lun = options.device === 'lun'
  return element(
    'disk',
    { type: lun ? 'block' : 'file', device: options.device, sgio: unlessDefault(options.sgio) },
    buildDriver(disk),
    element('source', lun ? { dev: disk.path } : { file: disk.path }),
    element('target', { dev: disk.target, bus: disk.bus }),
    // A whole device has its own serial number.
    lun ? null : element('serial', {}, options.serial || disk.id),
    options.wwn === null ? null : element('wwn', {}, options.wwn),
    buildLimits(options.limits),
    options.bootOrder === null ? null : element('boot', { order: options.bootOrder }),
    alias(disk.id),
    options.shareable ? element('shareable') : null,
    options.readOnly ? element('readonly') : null,
  )
}

/** QEMU has no read-only hard disks on these buses, and libvirt's own words for it do not name the disk. */
const refuseReadOnly = ({ options: { readOnly }, bus, target }: DiskSpec): void => {
  if (!readOnly || (bus !== 'sata' && bus !== 'ide')) return
  throw new AppError('BAD_INPUT', `Disk ${target} cannot be read-only on the bus ${bus}.`, { field: 'disks', hint: 'Use virtio or scsi.' })
}

const shape: Shape = {
  attributes: ['type', 'device', 'sgio'],
  children: {
    driver: { attributes: ['name', 'type', 'cache', 'error_policy', 'io', 'discard', 'detect_zeroes', 'iothread', 'queues'] },
    source: { attributes: ['file', 'dev'] },
    target: { attributes: ['dev', 'bus'] },
    serial: 'whole', wwn: 'whole', boot: 'whole', alias: 'whole', shareable: 'whole', readonly: 'whole',
    iotune: { children: Object.fromEntries(Object.values(limitNames).map((name) => [name, 'whole' as const])) },
  },
}

/** An existing disk made equal to `disk` in what Atrium models; address, other tuning and encryption stay as they are. */
export const editDisk = (existing: Element, disk: DiskSpec): Element => {
  const laid = overlay(existing, buildDisk(disk), shape)
  return attr(existing, 'bus', 'target') === disk.bus ? laid : setChild(laid, 'address', null)
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

/** How the disk is driven. */
export const parseDiskOptions = (disk: Element): DiskOptions => {
  const driver = find(disk, 'driver') ?? element('driver')
  const word = (name: string) => attr(driver, name) ?? 'default'
  const serial = text(disk, 'serial') ?? ''
  return readPart(DiskOptions, {
    cache: word('cache'), errorPolicy: word('error_policy'), io: word('io'), discard: word('discard'), detectZeroes: word('detect_zeroes'),
    iothread: numberOf(attr(driver, 'iothread')), queues: numberOf(attr(driver, 'queues')),
    limits: Object.fromEntries(limitFields.map((field) => [field, numberOf(text(disk, `iotune/${limitNames[field]}`))])),
    serial: serial === aliasId(disk) ? '' : serial,
    wwn: text(disk, 'wwn'),
    readOnly: find(disk, 'readonly') !== null,
    shareable: find(disk, 'shareable') !== null,
    device: attr(disk, 'device') ?? 'disk',
    sgio: attr(disk, 'sgio') ?? 'default',
    bootOrder: numberOf(attr(disk, 'order', 'boot')),
  })
}

export const parseDisks = (domain: Element): ParsedDisk[] => findAll(domain, 'devices/disk').map(parseDisk)

/** Not a CD or a floppy drive, which are modelled as such. */
export const isHardDisk = (disk: Element): boolean => !['cdrom', 'floppy'].includes(attr(disk, 'device') ?? 'disk')

/** Is this the disk meant by the spec: the same id, else the same place in the guest (an adopted machine has no ids yet). */
export const isDisk = (existing: Element, disk: Pick<DiskSpec, 'id' | 'target'>): boolean => {
  const { id, target } = parseDisk(existing)
  if (!isHardDisk(existing)) return false
  return id === null ? target === disk.target || text(existing, 'serial') === disk.id : id === disk.id
}

/** Hard disks that another tool gave the machine: none of `known`, and not Atrium's own drives. */
export const unknownDisks = (domain: Element, known: readonly Pick<DiskSpec, 'id' | 'target'>[]): ParsedDisk[] =>
  findAll(domain, 'devices/disk').filter((disk) => isHardDisk(disk) && aliasId(disk) === null && !isConfigDrive(disk) && !known.some((each) => isDisk(disk, each))).map(parseDisk)
