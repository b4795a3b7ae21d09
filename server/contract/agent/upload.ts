import { oc } from '@orpc/contract'
import { z } from 'zod'
import { importFormats } from './import'

/** What can be brought in as a file: a disk image in one of the formats that are converted, or a CD image. */
export const uploadFormats = [...importFormats, 'iso'] as const
export type UploadFormat = (typeof uploadFormats)[number]

const Step = z.object({ stepId: z.string().min(1) })
/** `path` = where the finished image will lie, inside of the storage domain. */
export const UploadPlace = z.object({ uploadId: z.uuid(), storagePath: z.string(), path: z.string() })
export type UploadPlace = z.infer<typeof UploadPlace>

export const UploadResult = z.object({ sha256: z.string(), sizeBytes: z.int(), sizeMiB: z.int(), allocatedMiB: z.number() })
export type UploadResult = z.infer<typeof UploadResult>

/**
 * A file that comes from outside piece by piece, into a hidden file beside the place where its image will lie. It is hostile: nothing reads it
 * before `finish` has judged it. The pieces themselves come by `agentUploadPath`.
 */
export const uploadAgentContract = {
  /** The host takes a file of that size. Begun before → how far it is. Errors: BAD_INPUT, DUPLICATE when the place is taken, DISK_FULL. */
  begin: oc.input(Step.extend(UploadPlace.shape).extend({ sizeBytes: z.int().positive() })).output(z.object({ offset: z.int() })),
  /** How many bytes the host has. Errors: NOT_FOUND. */
  state: oc.input(z.object({ uploadId: z.uuid() })).output(z.object({ offset: z.int() })),
  /**
   * Fetches the file itself: http and https alone, private addresses only when `allowPrivate`, each redirect judged. Anew at each call. Sends
   * `task` events. Errors: BAD_INPUT, DISK_FULL, CANCELLED, TIMEOUT.
   */
  fetch: oc
    .input(Step.extend(UploadPlace.shape).extend({ url: z.string(), maxBytes: z.int().positive(), maxMs: z.int().positive(), allowPrivate: z.boolean() }))
    .output(z.object({ sizeBytes: z.int() })),
  /**
   * The whole file is what it is said to be and leads nowhere else; it is at `path` then, converted to `target` unless it is a CD image. `name` = its
   * name in sentences; `sha256` = what its sum must be. Sends `task` events. Done before → the same answer. Errors: WRONG_STATE before the last
   * byte, IMAGE_DAMAGED with the reason, DUPLICATE, DISK_FULL, TIMEOUT, CANCELLED.
   */
  finish: oc
    .input(Step.extend(UploadPlace.shape).extend({
      name: z.string(), format: z.enum(uploadFormats), target: z.enum(['qcow2', 'raw']), sha256: z.string().nullable(),
    }))
    .output(UploadResult),
  /** Nothing of it is left, and nothing works on it. Errors: IN_USE when a machine on this host has the finished image. */
  discard: oc.input(Step.extend(UploadPlace.shape)).output(z.object({})),
}

/**
 * `PUT <path>?offset=N` on the agent's HTTPS port: bytes from N on, which must be how far the host is. What has arrived when the connection breaks
 * counts. Answer: `{ offset }`, or an error as the calls have it.
 */
export const agentUploadPath = (uploadId: string): string => `/upload/${uploadId}`
