import { z } from 'zod'

/** One image of a chain, as its own header says; sizes in MiB. */
export const ChainImage = z.object({
  path: z.string(),
  format: z.enum(['qcow2', 'raw']),
  /** What a guest sees. */
  sizeMiB: z.number(),
  /** What it takes on the storage. */
  allocatedMiB: z.number(),
  /** Marked as damaged by QEMU. */
  corrupt: z.boolean(),
})
export type ChainImage = z.infer<typeof ChainImage>

/**
 * Why the chain was followed no further: `whole` = the last image leans on nothing. An image that is not there, cannot be read, lies outside of the
 * storage domain or whose format the one above does not name is not opened.
 */
export const chainEnds = ['whole', 'missing', 'damaged', 'outside', 'unknown_format', 'too_long'] as const

export const DiskChain = z.object({
  /** The disk's own image first, then what it leans on. */
  images: z.array(ChainImage),
  end: z.enum(chainEnds),
  /** Name of the file at which it was left, as the image above names it; null when it is whole. */
  next: z.string().nullable(),
})
export type DiskChain = z.infer<typeof DiskChain>
