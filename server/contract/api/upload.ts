import { z } from 'zod'
import { uploadFormats } from '../agent/upload'
import { jobStates } from './activity'
import { Id, Instant, operation, Reason, Ref } from './common'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')

/** A file on its way into a storage domain. Names come from outside: untrusted text. */
export const Upload = z.object({
  /** Also the id of its job. */
  id: z.uuid(),
  format: z.enum(uploadFormats),
  /** As its owner calls it, or the last part of the address. */
  fileName: z.string(),
  /** null = a browser, or a script, sends it. */
  url: z.string().nullable(),
  /** null = not known yet. */
  sizeBytes: z.int().nullable(),
  /** How much the host has: the next piece begins here. As of the last piece in lists, as of now in `GET /uploads/{id}`. */
  offset: z.int(),
  headSha256: z.string().nullable(),
  /** Its sum as the host has computed it, once it is done. */
  sha256: z.string().nullable(),
  storageDomain: Ref,
  disk: Ref.nullable(),
  state: z.enum(jobStates),
  error: Reason.nullable(),
  createdAt: Instant,
})
export type Upload = z.infer<typeof Upload>

const NewImage = z.object({
  storageDomainId: z.uuid(),
  /** What it is, never guessed. `iso` becomes a CD image in the folder iso/; the others become a floating disk, of format raw or qcow2. */
  format: z.enum(uploadFormats),
  /** Of the disk, or of the CD image, which ends in `.iso`. */
  name: z.string().min(1).max(255),
  /** What its SHA-256 must be. */
  sha256: Sha256.nullable().default(null),
})
/** The rules: domain/upload/check. */
export const CreateUpload = NewImage.extend({
  fileName: z.string().min(1).max(255),
  sizeBytes: z.int(),
  /** SHA-256 of the first MiB, or of all of a smaller file: with name and size it is how the same file is known again. */
  headSha256: Sha256.nullable().default(null),
})
export type CreateUpload = z.output<typeof CreateUpload>
export const FetchImage = NewImage.extend({ url: z.string().min(1).max(2000) })
export type FetchImage = z.output<typeof FetchImage>

const Made = z.object({ id: z.uuid(), jobId: z.uuid(), diskId: z.uuid().nullable() })

/** `PUT` here: bytes from `offset` on. Served by main.ts itself, which hands them to the host as they come. */
export const uploadDataPath = (id: string): string => `/api/v1/uploads/${id}/data`

export const uploadContract = {
  list: operation
    .meta({ permission: 'session' })
    .route({ method: 'GET', path: '/uploads', summary: "The caller's files on their way, and those that came to their end within the last hour" })
    .output(z.object({ items: z.array(Upload) })),
  get: operation
    .meta({ permission: 'session' })
    .route({ method: 'GET', path: '/uploads/{id}', summary: 'One of the caller’s files, with how much the host has of it now' })
    .input(Id)
    .output(Upload),
  create: operation
    .meta({ permission: { verb: 'disk.create', on: 'storage-domain', id: 'storageDomainId' } })
    .route({
      method: 'POST',
      path: '/uploads',
      successStatus: 202,
      summary: 'Begin to send a disk image or a CD image',
      description:
        'Then send its bytes: `PUT /uploads/{id}/data?offset=N`, the body being bytes from N on, as many as you like; the answer is `{"offset": M}`. What has arrived when a connection breaks counts: ask `GET /uploads/{id}` for the offset and go on there. A wrong offset is refused (409) with the right one in `reason.params.offset`. After the last byte the host checks the image; follow the job. The same file for the same storage domain, not yet complete, is gone on with. Nothing arrives for 24 hours: it is removed.',
    })
    .input(CreateUpload)
    .output(Made.extend({ /** One that was begun before is gone on with. */ resumed: z.boolean() })),
  fetch: operation
    .meta({ permission: { verb: 'disk.create', on: 'storage-domain', id: 'storageDomainId' } })
    .route({ method: 'POST', path: '/uploads/fetch', successStatus: 202, summary: 'Let a host fetch a disk image or a CD image from a web server' })
    .input(FetchImage)
    .output(Made),
}
