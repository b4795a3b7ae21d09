import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Formats of images that can be brought in, in qemu-img's words: `vpc` is Microsoft's VHD. */
export const importFormats = ['qcow2', 'raw', 'vmdk', 'vdi', 'vpc', 'vhdx'] as const
export type ImportFormat = (typeof importFormats)[number]

/** Files that describe a machine: VMware's, the DMTF's as a folder or a tar of one, libvirt's. */
export const descriptionKinds = ['vmx', 'ovf', 'ova', 'libvirt'] as const
export type DescriptionKind = (typeof descriptionKinds)[number]

/** What is wrong with a file: a code that a client can word, and an English sentence. */
export const ImportProblem = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), text: z.string() })
export type ImportProblem = z.infer<typeof ImportProblem>

/** A file that a machine or disk can be made of. Names come from outside: untrusted text. */
export const ImportFile = z.object({
  /** Below the folder `import`, parted by `/`. */
  path: z.string(),
  kind: z.enum([...importFormats, ...descriptionKinds]),
  sizeBytes: z.int(),
  /** Unix ms. */
  modifiedAt: z.int(),
  /** Why it can't be used; null = it can, as far as its first bytes tell. */
  problem: ImportProblem.nullable(),
})
export type ImportFile = z.infer<typeof ImportFile>

const InFolder = z.object({ storagePath: z.string(), path: z.string().min(1).max(1024) })

/** One image: a file of its own, or a member of the OVA at `path`. */
export const ImportImage = InFolder.extend({ member: z.string().max(255).nullable().default(null), format: z.enum(importFormats) })
export type ImportImage = z.infer<typeof ImportImage>

const Step = z.object({ stepId: z.string().min(1) })

/**
 * Machines and images that a person has put into the folder `import` of a storage domain. They are hostile input: formats are told
 * from names and first bytes, headers are judged before qemu-img sees them, links and other folders are never followed.
 */
export const importAgentContract = {
  /** What is there. `leftOut` = files that are not shown: unknown kinds, links, or more than can be listed. */
  list: oc.input(z.object({ storagePath: z.string() })).output(z.object({ folder: z.string(), files: z.array(ImportFile), leftOut: z.int() })),
  /**
   * The text of a description, the files beside it or inside the OVA, and its list of digests if it has one. Errors: NOT_FOUND,
   * BAD_INPUT (a link, a path outside, an archive that is no OVA, more than 4 MiB of text).
   */
  describe: oc.input(InFolder).output(z.object({ kind: z.enum(descriptionKinds), text: z.string(), files: z.array(ImportFile), manifest: z.string().nullable() })),
  /** Sizes of an image whose header is in order. Errors: NOT_FOUND, IMAGE_DAMAGED with the reason, IN_USE. */
  inspect: oc.input(ImportImage).output(z.object({ sizeMiB: z.int(), /** What a copy would take at once. */ neededMiB: z.int() })),
  /** The files are what the manifest beside them says. Nothing to do without one. Sends `task` events. Errors: IMAGE_DAMAGED naming the file, CANCELLED. */
  verify: oc.input(Step.extend(InFolder.shape)).output(z.object({ checked: z.int() })),
  /** Ends a `verify` of that step. */
  abortVerify: oc.input(Step).output(z.object({})),
  /**
   * A copy of the image exists at `target`, whole or not at all; the source is not changed. One that is there is kept. Sends `task`
   * events; ended by `disk.ensureAbsent` of the target. Errors: NOT_FOUND, IMAGE_DAMAGED, DISK_FULL, IN_USE, TIMEOUT, CANCELLED.
   */
  copy: oc
    .input(Step.extend(ImportImage.shape).extend({ target: z.object({ storagePath: z.string(), path: z.string(), format: z.enum(['qcow2', 'raw']) }) }))
    .output(z.object({ sizeMiB: z.int(), allocatedMiB: z.number() })),
}
