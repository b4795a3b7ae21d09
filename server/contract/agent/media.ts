import { z } from 'zod'

/** What an ISO 9660 image says of itself in its primary volume descriptor (ECMA-119, 8.4). */
export const VolumeNames = z.object({ volume: z.string(), system: z.string(), publisher: z.string(), application: z.string() })
export type VolumeNames = z.infer<typeof VolumeNames>

/** A file that a machine can be started from. */
export const MediaFileFacts = z.object({
  file: z.string(),
  kind: z.enum(['iso', 'boot']),
  sizeBytes: z.int(),
  /** Unix ms. */
  modifiedAt: z.int(),
  /** Null where there is no such descriptor. */
  names: VolumeNames.nullable(),
})
export type MediaFileFacts = z.infer<typeof MediaFileFacts>
