import { oc } from '@orpc/contract'
import { z } from 'zod'

const Step = z.object({ stepId: z.string().min(1) })
/** Name of a file in metadata/: `domain.json`, `vm-<id>.json` … */
const FileName = z.string().regex(/^(domain|(vm|disk|template)-[0-9a-f-]{36})\.json$/)
const MetadataFile = z.object({ name: FileName, text: z.string().max(2_097_152) })
export type MetadataFile = z.infer<typeof MetadataFile>

/** Sizes in MiB. */
export const PlaceLook = z.object({
  /** false = the folder is not there, and would be made. */
  exists: z.boolean(),
  usable: z.boolean(),
  /** Why not; empty where it is. */
  error: z.string(),
  capacityMiB: z.int().nullable(),
  freeMiB: z.int().nullable(),
  /** Its metadata/domain.json; null = there is none. */
  domain: z.string().nullable(),
  counts: z.object({ vm: z.int(), disk: z.int(), template: z.int() }),
})
export type PlaceLook = z.infer<typeof PlaceLook>

/** What a storage domain says of itself (contract/storage-metadata.ts). */
export const storageMetadataContract = {
  /** What a folder is that may become a storage domain. Nothing is made. Errors: BAD_INPUT for no full path. */
  look: oc.input(z.object({ path: z.string() })).output(PlaceLook),
  /**
   * The files of metadata/ by name, those after `after`, as many as fit into some MiB; `more` = there are others. A missing folder is
   * an empty one. What is too large, a link or no plain file is left out. Errors: TIMEOUT, FORBIDDEN.
   */
  readMetadata: oc.input(z.object({ path: z.string(), after: z.string().default('') })).output(z.object({ files: z.array(MetadataFile), more: z.boolean() })),
  /**
   * Each file is replaced at once and whole (temporary file, fsync, rename), the domain's own last; then those of `remove` are gone. `owner` = the
   * calling manager. Errors: WRONG_STATE where the domain in that folder is another one, another manager's unless `takeOver`, or one
   * of a newer version: then nothing is written; FORBIDDEN, DISK_FULL.
   */
  writeMetadata: oc
    .input(Step.extend({ id: z.uuid(), path: z.string(), owner: z.uuid(), takeOver: z.boolean().default(false), put: z.array(MetadataFile).max(500), remove: z.array(FileName).max(500).default([]) }))
    .output(z.object({})),
}
