import { z } from 'zod'
import { hostStatuses, Actions, AttachedTo, ClusterIds, Description, Edit, Name, read, remove } from './infrastructure'
import { Id, JobRef, operation, page, Ref } from './common'
import { FoundObjects, Register, Registered, StoragePlace, StorageProbe } from './storage-import'

export const StorageLimits = z.object({
  /** Free space below this share of the capacity is warned of once; 0 = never. */
  warningFreePercent: z.int().min(0).max(100),
  /** MiB; free space below this takes no new disks. null = 5 GiB, but at most 5 % of the capacity. */
  blockingFreeMiB: z.int().min(0).max(1_073_741_824).nullable(),
  /** What disks may grow to, as a share of the capacity; null = no limit. */
  overcommitPercent: z.int().min(1).max(100_000).nullable(),
})
export type StorageLimits = z.infer<typeof StorageLimits>

export const StorageDomain = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  generation: z.int(),
  /** null = attached to none. */
  datacenter: Ref.nullable(),
  role: z.enum(['data', 'iso', 'export']),
  type: z.enum(['local', 'posix']),
  path: z.string(),
  status: z.enum(['active', 'partly_active', 'inactive', 'maintenance', 'locked', 'unattached']),
  capacityMiB: z.int().nullable(),
  freeMiB: z.int().nullable(),
  /** Sum of what the disks may grow to. */
  committedMiB: z.int(),
  limits: StorageLimits,
  /** Below this much free space it takes no new disks, MiB. */
  blockingMiB: z.int(),
  space: z.enum(['unknown', 'enough', 'low', 'blocked']),
  /** Why what it says of itself and its machines could not be written; null = it is up to date. */
  metadataError: z.string().nullable(),
  diskCount: z.int(),
  templateCount: z.int(),
  vmCount: z.int(),
  clusters: AttachedTo,
  actions: Actions,
  hosts: z.array(z.object({ host: Ref, status: z.enum(hostStatuses), writable: z.boolean(), error: z.string().nullable() })),
})
export type StorageDomain = z.infer<typeof StorageDomain>

/** `at` in Unix ms; MiB. */
export const StorageSample = z.object({ at: z.int(), capacityMiB: z.number(), usedMiB: z.number(), committedMiB: z.number() })
export type StorageSample = z.infer<typeof StorageSample>

const storageDomains = read('/storage-domains', 'storage-domain', 'storage domains')
const on = (verb: string) => ({ permission: { verb: `storage-domain.${verb}`, on: 'storage-domain' as const, id: 'id' } })

export const storageDomainContract = {
  list: storageDomains.list.output(page(StorageDomain)),
  get: storageDomains.get.output(StorageDomain),
  create: operation
    .meta({ permission: { verb: 'storage-domain.create', on: 'datacenter', id: 'datacenterId' } })
    .route({ method: 'POST', path: '/storage-domains', successStatus: 201, summary: 'Add a folder as storage domain, or import the one that lies there; each host is asked first' })
    .input(StoragePlace.extend({
      name: Name, description: Description.default(''),
      /** The one that lies there, by its id (storageDomain.probe); `takeOver` = although it is said to be another manager's. */
      existing: z.object({ id: z.uuid(), takeOver: z.boolean().default(false) }).nullable().default(null),
    }))
    .output(StorageDomain),
  probe: operation
    .meta({ permission: { verb: 'storage-domain.create', on: 'datacenter', id: 'datacenterId' } })
    .route({ method: 'POST', path: '/storage-domains/probe', summary: 'Try a place from every host, and see whether a storage domain lies there; nothing is made' })
    .input(StoragePlace)
    .output(StorageProbe),
  update: operation
    .meta(on('update'))
    .route({ method: 'PATCH', path: '/storage-domains/{id}', summary: 'Edit name, description and the clusters it is attached to (If-Match: generation)' })
    .input(Edit.extend({ clusterIds: ClusterIds.optional() }))
    .output(StorageDomain),
  setSpace: operation
    .meta(on('update'))
    .route({ method: 'PUT', path: '/storage-domains/{id}/space', summary: 'Thresholds of its free space, and the limit of over-commitment' })
    .input(Id.extend(StorageLimits.shape))
    .output(StorageDomain),
  samples: operation
    .meta(on('read'))
    .route({ method: 'GET', path: '/storage-domains/{id}/samples', summary: 'Its space in the last `minutes`' })
    .input(Id.extend({ minutes: z.coerce.number().int().min(1).max(1440).default(60) }))
    .output(z.object({ items: z.array(StorageSample) })),
  maintenance: operation
    .meta(on('maintenance'))
    .route({ method: 'POST', path: '/storage-domains/{id}/maintenance', summary: 'Hosts let go of it; refused while machines run from it or jobs work on its disks' })
    .input(Id)
    .output(StorageDomain),
  activate: operation
    .meta(on('activate'))
    .route({ method: 'POST', path: '/storage-domains/{id}/activate', summary: 'Hosts take it up again; each is asked first' })
    .input(Id)
    .output(StorageDomain),
  attach: operation
    .meta(on('attach'))
    .route({ method: 'POST', path: '/storage-domains/{id}/attach', summary: 'A detached one joins a datacenter; each host is asked first' })
    .input(Id.extend({ datacenterId: z.uuid(), clusterIds: ClusterIds.default(null) }))
    .output(StorageDomain),
  detach: operation
    .meta(on('detach'))
    .route({ method: 'POST', path: '/storage-domains/{id}/detach', successStatus: 202, summary: 'It leaves its datacenter with its machines, which are found on it again; only in maintenance' })
    .input(Id)
    .output(JobRef),
  destroy: operation
    .meta(on('destroy'))
    .route({ method: 'POST', path: '/storage-domains/{id}/destroy', successStatus: 202, summary: 'Forget it and what is on it; the storage is not touched' })
    .input(Id.extend({ /** Of the domain, typed by the person. */ name: z.string().max(255) }))
    .output(JobRef),
  unregistered: operation
    .meta(on('register'))
    .route({ method: 'GET', path: '/storage-domains/{id}/unregistered', summary: 'Machines, disks and templates that lie on it and are not registered here' })
    .input(Id)
    .output(FoundObjects),
  register: operation
    .meta(on('register'))
    .route({ method: 'POST', path: '/storage-domains/{id}/register', summary: 'Register what was found on it', description: 'Needs the right `vm.create` on the cluster as well.' })
    .input(Register)
    .output(Registered),
  format: operation
    .meta(on('format'))
    .route({ method: 'POST', path: '/storage-domains/{id}/format', summary: 'Remove what lies on it, and the domain; only in maintenance, without machines and templates' })
    .input(Id.extend({ /** Of the domain, typed by the person. */ name: z.string().max(255) }))
    .output(z.object({})),
  remove: remove('/storage-domains', 'storage-domain', 'Remove a storage domain without disks and templates; what is in its folder is kept'),
}
