import { z } from 'zod'

/** A disk that travels with its machine: where its image is, and how it is made at the destination. */
export const CopiedDisk = z.object({
  diskId: z.uuid(),
  name: z.string(),
  target: z.string(),
  path: z.string(),
  storagePath: z.string(),
  format: z.enum(['qcow2', 'raw']),
  sizeMiB: z.int().positive(),
  /** Where it is at the destination, when that is another storage domain. */
  to: z.object({ path: z.string(), storagePath: z.string(), storageDomainId: z.uuid() }).nullable().default(null),
  /** What it is based on there too; null = it is whole. */
  base: z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']) }).nullable(),
})
export type CopiedDisk = z.infer<typeof CopiedDisk>
export const CopiedDisks = z.array(CopiedDisk)

/** Where its image is at the destination. */
export const placeThere = ({ to, path, storagePath }: CopiedDisk): { path: string; storagePath: string } => to ?? { path, storagePath }
