import { z } from 'zod'
import { Id, Instant, operation, Ref } from './common'

/** A file that a machine can be started from. Name and label come from the file: untrusted text. */
export const Iso = z.object({
  file: z.string(),
  storageDomain: Ref,
  /** `boot` = a kernel, an initrd or another file beside the images. */
  kind: z.enum(['iso', 'boot']),
  sizeBytes: z.int(),
  modifiedAt: Instant,
  /** Name of the volume; empty where there is none to read. */
  label: z.string(),
  /** What osinfo-db knows by that name; null = nothing. */
  os: z.object({ id: z.string(), name: z.string() }).nullable(),
})
export type Iso = z.infer<typeof Iso>

export const isoContract = {
  remove: operation
    .meta({ permission: { verb: 'storage-domain.update', on: 'storage-domain', id: 'id' } })
    .route({ method: 'DELETE', path: '/storage-domains/{id}/isos/{file}', summary: 'Remove a CD image, or another file of the folder iso/, that no machine has' })
    .input(Id.extend({ file: z.string().min(1).max(255) }))
    .output(z.object({})),
  list: operation
    .meta({ permission: { verb: 'storage-domain.read', on: 'storage-domain', list: true } })
    .route({ method: 'GET', path: '/isos', summary: 'CD images, kernels and initrds in the folders iso/ of the storage domains, as their hosts find them now' })
    .input(z.object({
      /** Only of storage domains attached to that cluster. */
      clusterId: z.uuid().optional(),
      /** Only of that one. */
      storageDomainId: z.uuid().optional(),
      kind: z.enum(['iso', 'boot']).optional(),
      /** Part of the name or the label. */
      search: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(500).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }))
    .output(z.object({
      items: z.array(Iso),
      total: z.int(),
      /** Folders that images are put into, and those that could not be looked into. */
      folders: z.array(z.object({ storageDomain: Ref, path: z.string(), error: z.string().nullable() })),
    })),
}
