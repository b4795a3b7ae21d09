import { z } from 'zod'
import { OnDisk } from './input'

/** Where an image lies, and as what. */
export const Place = z.object({
  storageDomainId: z.uuid(),
  storagePath: z.string(),
  path: z.string(),
  format: z.enum(['qcow2', 'raw']),
  allocation: z.enum(['thin', 'preallocated', 'copy']),
})
export type Place = z.infer<typeof Place>

const Backing = z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']) }).nullable()
/** `from` = the image as it is before; `backing` = what it leans on, `templateId` by which template. */
export const FromPlace = OnDisk.extend({ from: Place.extend({ backing: Backing, templateId: z.uuid().nullable(), allocatedMiB: z.number().nullable() }), to: Place })

/** The call that makes the image at `to` a full copy of that at `from`. */
export const copyCall = ({ from, to }: { from: z.infer<typeof FromPlace>['from']; to: Place }, sizeMiB: number) => ({
  storagePath: to.storagePath, path: to.path, format: to.format, sizeMiB, preallocation: to.allocation === 'preallocated' ? ('falloc' as const) : ('off' as const),
  source: { path: from.path, format: from.format, mode: 'copy' as const, backing: from.backing },
})

/** The largest disks on slow storage. */
export const copyMs = 6 * 3_600_000
