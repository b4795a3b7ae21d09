import { z } from 'zod'
import { Word } from '../hardware/text'
import { MediaFile } from './vm-source'

/** A CD image, by the storage domain whose folder `iso/` has it. */
export const Media = z.object({ storageDomainId: z.uuid(), file: MediaFile })

/**
 * How one run differs from the machine as it is kept (oVirt's "Run once"). What is absent is as kept. It ends when the machine
 * stops; a reboot inside of the guest does not end it.
 */
export const RunOnce = z.object({
  /** In this order. */
  boot: z.array(z.enum(['hd', 'cdrom', 'network'])).min(1).max(3).optional(),
  /** In the first CD drive, which a machine without one gets for this run; null = empty. */
  cd: Media.nullable().optional(),
  bootMenu: z.boolean().default(false),
  /** Files beside the CD images. */
  kernel: z.object({ storageDomainId: z.uuid(), kernel: MediaFile, initrd: MediaFile.nullable().default(null), commandLine: Word(4096).default('') }).optional(),
  /** The installer of the network tree that it was made from, again. */
  installer: z.boolean().default(false),
})
export type RunOnce = z.input<typeof RunOnce>
