import { z } from 'zod'
import { forms } from './forms'
import { BootOrder, Word } from './text'

export const diskBuses = ['virtio', 'scsi', 'sata', 'ide', 'usb'] as const
export const cacheModes = ['default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'] as const

const Rate = z.int().min(1).max(1_000_000_000_000).nullable().default(null)

/** Limits of one disk; total excludes read and write of the same kind. https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms */
export const DiskLimits = z.object({
  totalBytesPerSecond: Rate, readBytesPerSecond: Rate, writeBytesPerSecond: Rate,
  totalIops: Rate, readIops: Rate, writeIops: Rate,
})
export type DiskLimits = z.infer<typeof DiskLimits>

/** How a disk is driven. Catalogue MK-8. */
export const DiskOptions = z.object({
  /** `none`: the host's page cache must not hold writes that a migration or crash would lose. */
  cache: z.enum(cacheModes).default('none'),
  io: z.enum(['default', 'native', 'threads', 'io_uring']).default('default'),
  discard: z.enum(['default', 'unmap', 'ignore']).default('unmap'),
  detectZeroes: z.enum(['default', 'off', 'on', 'unmap']).default('default'),
  /** What a write error does; `stop` pauses the machine. */
  errorPolicy: z.enum(['default', 'stop', 'report', 'ignore', 'enospace']).default('stop'),
  /** Number of the I/O thread that serves it, virtio and scsi alone; null = the main loop. */
  iothread: z.int().min(1).max(64).nullable().default(null),
  queues: z.int().min(1).max(256).nullable().default(null),
  limits: DiskLimits.prefault({}),
  /** Serial number the guest sees; empty = Atrium's id of the disk. */
  serial: Word(36).regex(forms.serialNumber).default(''),
  wwn: z.string().regex(forms.wwn).nullable().default(null),
  readOnly: z.boolean().default(false),
  /** Several machines may have it at once. */
  shareable: z.boolean().default(false),
  /** `lun` passes SCSI commands through: a whole block device alone (row 3-02). */
  device: z.enum(['disk', 'lun']).default('disk'),
  sgio: z.enum(['default', 'filtered', 'unfiltered']).default('default'),
  bootOrder: BootOrder,
})
export type DiskOptions = z.infer<typeof DiskOptions>
