import { z } from 'zod'
import { hypervisors } from '../hardware/hardware'
import { HostFacts, HostSample } from '../agent/host'
import { HostOfferGroup } from './capability'
import { ClusterMigration } from './migration'
import { ActionState, Id, Instant, ListInput, operation, page, Ref } from './common'

/** `edit`, `remove`: allowed, or greyed with the reason. */
export const Actions = z.record(z.string(), ActionState)

/** Clusters it is attached to; null = every cluster of its datacenter, also those that come later. */
export const AttachedTo = z.array(Ref).nullable()
export const ClusterIds = z.array(z.uuid()).max(1000).nullable()

export const Datacenter = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  generation: z.int(),
  clusterCount: z.int(),
  hostCount: z.int(),
  vmCount: z.int(),
  storageDomainCount: z.int(),
  networkCount: z.int(),
  actions: Actions,
})
export type Datacenter = z.infer<typeof Datacenter>

export const Cluster = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  generation: z.int(),
  datacenter: Ref,
  hostCount: z.int(),
  vmCount: z.int(),
  vmUpCount: z.int(),
  cpuCount: z.int(),
  memoryMiB: z.int(),
  /** Largest single host that is Up: the limit for one machine (row 3-30). */
  largestHost: z.object({ cpuCount: z.int(), memoryMiB: z.int() }),
  /** What any of its hosts that is Up can run machines with. */
  hypervisors: z.array(z.enum(hypervisors)),
  migration: ClusterMigration,
  actions: Actions,
})
export type Cluster = z.infer<typeof Cluster>

export const hostStatuses = ['installing', 'up', 'connecting', 'non_responsive', 'non_operational', 'maintenance', 'down'] as const
export type HostStatus = (typeof hostStatuses)[number]

export const Host = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  generation: z.int(),
  address: z.string(),
  /** Where memory of migrating machines is sent to; null = the address of its agent. */
  migrationAddress: z.string().nullable(),
  cluster: Ref,
  datacenter: Ref,
  status: z.enum(hostStatuses),
  /** Why it is not Up, as a sentence; empty when Up. */
  statusReason: z.string(),
  statusSince: Instant,
  libvirt: z.enum(['up', 'down', 'unknown']),
  vmCount: z.int(),
  vmUpCount: z.int(),
  facts: HostFacts.nullable(),
  latest: HostSample.nullable(),
  actions: z.record(z.string(), ActionState),
})
export type Host = z.infer<typeof Host>

/** Rows of lists leave out the long facts. */
export const HostRow = Host.omit({ facts: true }).extend({ cpuModel: z.string(), cpuCount: z.int(), memoryMiB: z.int(), kvm: z.boolean().nullable(), warnings: z.int() })
export type HostRow = z.infer<typeof HostRow>

export const Network = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  generation: z.int(),
  datacenter: Ref,
  /** nat: each host has its own NAT network of that name; bridge: on an existing bridge of the host. */
  mode: z.enum(['nat', 'bridge']),
  bridge: z.string().nullable(),
  vmCount: z.int(),
  clusters: AttachedTo,
  actions: Actions,
  hosts: z.array(z.object({ host: Ref, active: z.boolean(), bridge: z.string().nullable(), error: z.string().nullable() })),
})
export type Network = z.infer<typeof Network>

export const Template = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  os: z.string(),
  datacenter: Ref,
  storageDomain: Ref.nullable(),
  /** Blank has no disk. */
  blank: z.boolean(),
  diskSizeMiB: z.int().nullable(),
  memoryMiB: z.int(),
  vcpus: z.int(),
  actions: Actions,
})
export type Template = z.infer<typeof Template>

export const Name = z.string().min(1).max(255)
export const Description = z.string().max(4000)
export const Edit = Id.extend({ name: Name.optional(), description: Description.optional() })

export const read = (path: `/${string}`, on: 'datacenter' | 'cluster' | 'host' | 'storage-domain' | 'network' | 'template', summary: string) => ({
  list: operation.meta({ permission: { verb: `${on}.read`, on, list: true } }).route({ method: 'GET', path, summary: `List ${summary}` }).input(ListInput),
  get: operation.meta({ permission: { verb: `${on}.read`, on, id: 'id' } }).route({ method: 'GET', path: `${path}/{id}`, summary: `One of the ${summary}` }).input(Id),
})

/** DELETE, with If-Match where the caller wants to be sure that nobody has changed it since. */
export const remove = (path: `/${string}`, on: 'datacenter' | 'cluster' | 'storage-domain' | 'network' | 'template', summary: string) =>
  operation
    .meta({ permission: { verb: `${on}.remove`, on, id: 'id' } })
    .route({ method: 'DELETE', path: `${path}/{id}`, summary })
    .input(Id)
    .output(z.object({}))

const datacenters = read('/datacenters', 'datacenter', 'datacenters')
const clusters = read('/clusters', 'cluster', 'clusters')
const hosts = read('/hosts', 'host', 'hosts')
const networks = read('/networks', 'network', 'networks')
const templates = read('/templates', 'template', 'templates')

export const datacenterContract = {
  list: datacenters.list.output(page(Datacenter)),
  get: datacenters.get.output(Datacenter),
  create: operation
    .meta({ permission: { verb: 'datacenter.create', on: 'system' } })
    .route({ method: 'POST', path: '/datacenters', successStatus: 201, summary: 'Create a datacenter' })
    .input(z.object({ name: Name, description: Description.default('') }))
    .output(Datacenter),
  update: operation
    .meta({ permission: { verb: 'datacenter.update', on: 'datacenter', id: 'id' } })
    .route({ method: 'PATCH', path: '/datacenters/{id}', summary: 'Edit (If-Match: generation)' })
    .input(Edit)
    .output(Datacenter),
  remove: remove('/datacenters', 'datacenter', 'Remove a datacenter without clusters, storage domains, networks and templates'),
}

export const clusterContract = {
  list: clusters.list.output(page(Cluster)),
  get: clusters.get.output(Cluster),
  create: operation
    .meta({ permission: { verb: 'cluster.create', on: 'datacenter', id: 'datacenterId' } })
    .route({ method: 'POST', path: '/clusters', successStatus: 201, summary: 'Create a cluster' })
    .input(z.object({ name: Name, description: Description.default(''), datacenterId: z.uuid() }))
    .output(Cluster),
  update: operation
    .meta({ permission: { verb: 'cluster.update', on: 'cluster', id: 'id' } })
    .route({ method: 'PATCH', path: '/clusters/{id}', summary: 'Edit (If-Match: generation)' })
    .input(Edit)
    .output(Cluster),
  hostOffers: operation
    .meta({ permission: { verb: 'cluster.read', on: 'cluster', id: 'id' } })
    .route({ method: 'GET', path: '/clusters/{id}/host-offers', summary: 'What its hosts offer to machines: devices, firmware, processors' })
    .input(Id)
    .output(z.object({ groups: z.array(HostOfferGroup) })),
  setMigration: operation
    .meta({ permission: { verb: 'cluster.update', on: 'cluster', id: 'id' } })
    .route({ method: 'PUT', path: '/clusters/{id}/migration', summary: 'How the cluster’s machines move: policy, limit, bandwidth, encryption' })
    .input(Id.extend(ClusterMigration.shape))
    .output(Cluster),
  remove: remove('/clusters', 'cluster', 'Remove a cluster without hosts and machines'),
}

export const hostContract = {
  list: hosts.list.output(page(HostRow)),
  get: hosts.get.output(Host),
  /** One-time token, valid for an hour: `atrium-agent join --token …` on the host. */
  createToken: operation
    .meta({ permission: { verb: 'host.create', on: 'cluster', id: 'clusterId' }, secretAnswer: true })
    .route({ method: 'POST', path: '/hosts/token', successStatus: 201, summary: 'One-time token with which a new host joins' })
    .input(z.object({ clusterId: z.uuid(), name: Name }))
    .output(z.object({ token: z.string(), command: z.string(), expiresAt: Instant })),
  /** Called by the agent: the token is the authority. */
  join: operation
    .meta({ permission: 'public' })
    .route({ method: 'POST', path: '/hosts/join', summary: 'A host joins with its one-time token' })
    .input(z.object({ token: z.string().max(500), csr: z.string().max(10_000), address: z.string().max(300) }))
    .output(z.object({ hostId: z.uuid(), certificate: z.string(), ca: z.string() })),
  update: operation
    .meta({ permission: { verb: 'host.update', on: 'host', id: 'id' } })
    .route({ method: 'PATCH', path: '/hosts/{id}', summary: 'Edit (If-Match: generation)' })
    .input(Edit.extend({ migrationAddress: z.string().max(253).nullable().optional() }))
    .output(Host),
  remove: operation
    .meta({ permission: { verb: 'host.remove', on: 'host', id: 'id' } })
    .route({ method: 'DELETE', path: '/hosts/{id}', summary: 'Remove a host that runs no machine of ours' })
    .input(Id)
    .output(z.object({})),
  lockDisks: operation
    .meta({ permission: { verb: 'host.update', on: 'host', id: 'id' } })
    .route({ method: 'POST', path: '/hosts/{id}/disk-locks', summary: 'Lock disks in use by virtlockd; libvirtd is restarted, machines go on' })
    .input(Id)
    .output(z.object({ restarted: z.boolean() })),
  acceptMigrations: operation
    .meta({ permission: { verb: 'host.update', on: 'host', id: 'id' } })
    .route({ method: 'POST', path: '/hosts/{id}/migration-listener', summary: 'Take migrations over TLS; libvirtd is restarted, machines go on' })
    .input(Id)
    .output(z.object({ restarted: z.boolean() })),
  samples: operation
    .meta({ permission: { verb: 'host.read', on: 'host', id: 'id' } })
    .route({ method: 'GET', path: '/hosts/{id}/samples', summary: 'Statistics of the last `minutes`' })
    .input(Id.extend({ minutes: z.coerce.number().int().min(1).max(1440).default(60) }))
    .output(z.object({ items: z.array(HostSample) })),
}

export const networkContract = {
  list: networks.list.output(page(Network)),
  get: networks.get.output(Network),
  create: operation
    .meta({ permission: { verb: 'network.create', on: 'datacenter', id: 'datacenterId' } })
    .route({ method: 'POST', path: '/networks', successStatus: 201, summary: 'Create a logical network' })
    .input(z.object({ name: Name, description: Description.default(''), datacenterId: z.uuid(), mode: z.enum(['nat', 'bridge']), bridge: z.string().max(15).nullable().default(null), clusterIds: ClusterIds.default(null) }))
    .output(Network),
  update: operation
    .meta({ permission: { verb: 'network.update', on: 'network', id: 'id' } })
    .route({ method: 'PATCH', path: '/networks/{id}', summary: 'Edit name, description and the clusters it is attached to (If-Match: generation)' })
    .input(Edit.extend({ clusterIds: ClusterIds.optional() }))
    .output(Network),
  remove: remove('/networks', 'network', 'Remove a network without machines, from the hosts too'),
}

export const templateContract = {
  list: templates.list.output(page(Template)),
  get: templates.get.output(Template),
  create: operation
    .meta({ permission: { verb: 'template.create', on: 'storage-domain', id: 'storageDomainId' } })
    .route({ method: 'POST', path: '/templates', successStatus: 201, summary: 'Offer an image that lies in the folder templates/ of a storage domain' })
    .input(
      z.object({
        name: Name,
        description: Description.default(''),
        os: z.string().max(200).default(''),
        storageDomainId: z.uuid(),
        /** Name of the file in templates/. */
        file: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$/, 'the plain name of a file'),
        format: z.enum(['qcow2', 'raw']).default('qcow2'),
        memoryMiB: z.int().min(1).max(4_194_304),
        vcpus: z.int().min(1).max(512).default(1),
      }),
    )
    .output(Template),
  remove: remove('/templates', 'template', 'Remove a template that no disk is made from; its image is kept'),
}
