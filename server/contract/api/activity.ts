import { z } from 'zod'
import { ActionState, Id, Instant, ListInput, operation, page, Reason, Ref, Wording } from './common'
import { bulkActions } from './bulk'
import { roleNames } from './session'

export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelling', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

export const JobStep = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'undoing', 'undone', 'skipped']),
  progress: z.number().min(0).max(1).nullable(),
  /** Of a copy: how much of the data is there. */
  bytes: z.object({ done: z.number(), total: z.number() }).optional(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type JobStep = z.infer<typeof JobStep>

export const bulkStates = ['waiting', 'running', 'succeeded', 'failed', 'refused', 'cancelled'] as const
export type BulkState = (typeof bulkStates)[number]

export const BulkItem = z.object({
  vm: Ref,
  state: z.enum(bulkStates),
  /** The job that does it. */
  jobId: z.uuid().nullable(),
  /** Why it was refused, or has failed. */
  reason: Reason.nullable(),
})
export type BulkItem = z.infer<typeof BulkItem>

export const Job = z.object({
  id: z.uuid(),
  /** `vm.start`, `vm.create` … */
  kind: z.string(),
  state: z.enum(jobStates),
  /** 0…1 over all steps. */
  progress: z.number(),
  steps: z.array(JobStep),
  /** What it waits for, when queued. */
  waitsFor: z.string(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional(), reason: Wording.optional(), hintReason: Wording.optional() }).nullable(),
  subject: z.object({ type: z.string(), id: z.uuid(), name: z.string() }),
  user: Ref.nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Of an action on many machines: which, and how many are in which state. */
  bulk: z.object({ action: z.enum(bulkActions), counts: z.partialRecord(z.enum(bulkStates), z.int()) }).nullable(),
  actions: z.object({ cancel: ActionState }),
})
export type Job = z.infer<typeof Job>

/** `message` is English; `code` and `params` let the page word it in its own language. */
export const Event = z.object({
  id: z.string(),
  at: Instant,
  severity: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
  subject: z.object({ type: z.string(), id: z.uuid().nullable(), name: z.string() }),
  user: z.string().nullable(),
  jobId: z.uuid().nullable(),
})
export type Event = z.infer<typeof Event>

export const User = z.object({ id: z.uuid(), username: z.string(), roles: z.array(z.object({ role: z.enum(roleNames), objectType: z.string(), objectId: z.uuid().nullable() })), createdAt: Instant })
export type User = z.infer<typeof User>

export const jobContract = {
  list: operation.meta({ permission: { verb: 'job.read', on: 'job', list: true } }).route({ method: 'GET', path: '/jobs', summary: 'Jobs, newest first' }).input(ListInput).output(page(Job)),
  get: operation.meta({ permission: { verb: 'job.read', on: 'job', id: 'id' } }).route({ method: 'GET', path: '/jobs/{id}', summary: 'State, steps, progress, error' }).input(Id).output(Job),
  items: operation
    .meta({ permission: { verb: 'job.read', on: 'job', id: 'id' } })
    .route({ method: 'GET', path: '/jobs/{id}/items', summary: 'What became of each machine of an action on many' })
    .input(Id)
    .output(z.object({ items: z.array(BulkItem) })),
  cancel: operation
    .meta({ permission: { verb: 'job.cancel', on: 'job', id: 'id' } })
    .route({ method: 'POST', path: '/jobs/{id}/cancel', successStatus: 202, summary: 'Ask a job to stop and undo itself' })
    .input(Id)
    .output(Job),
}

export const eventContract = {
  list: operation.meta({ permission: { verb: 'event.read', on: 'event', list: true } }).route({ method: 'GET', path: '/events', summary: 'Audit events, newest first' }).input(ListInput).output(page(Event)),
}

export const userContract = {
  list: operation.meta({ permission: { verb: 'user.read', on: 'user', list: true } }).route({ method: 'GET', path: '/users', summary: 'Users of the internal domain' }).input(ListInput).output(page(User)),
  create: operation
    .meta({ permission: { verb: 'user.create', on: 'system' } })
    .route({ method: 'POST', path: '/users', successStatus: 201, summary: 'Create a user of the internal domain' })
    .input(z.object({ username: z.string().min(1).max(100), password: z.string().min(8).max(1000) }))
    .output(User),
  remove: operation.meta({ permission: { verb: 'user.remove', on: 'user', id: 'id' } }).route({ method: 'DELETE', path: '/users/{id}', summary: 'Remove a user' }).input(Id).output(z.object({})),
  grant: operation
    .meta({ permission: { verb: 'user.grant', on: 'system' } })
    .route({ method: 'POST', path: '/users/{id}/roles', successStatus: 201, summary: 'Give a role on an object (system when objectId is null)' })
    .input(Id.extend({ role: z.enum(roleNames), objectType: z.string(), objectId: z.uuid().nullable().default(null) }))
    .output(User),
}

export const Dashboard = z.object({
  hosts: z.record(z.string(), z.int()),
  vms: z.record(z.string(), z.int()),
  cpu: z.object({ count: z.int(), usedPercent: z.number().nullable() }),
  memory: z.object({ totalMiB: z.int(), usedMiB: z.number().nullable() }),
  storage: z.object({ capacityMiB: z.int(), freeMiB: z.int() }),
  /** Mean of all hosts in the last hour, one point a minute. */
  history: z.array(z.object({ at: Instant, cpuPercent: z.number(), memoryPercent: z.number() })),
  warnings: z.array(z.object({ subject: z.object({ type: z.string(), id: z.uuid(), name: z.string() }), text: z.string(), hint: z.string(), reason: Wording.optional(), hintReason: Wording.optional() })),
})
export type Dashboard = z.infer<typeof Dashboard>

export const Settings = z.object({
  /** Hosts may fetch from private, link-local and their own addresses, too: what a caller names there is not reachable for him otherwise. */
  fetchPrivateAddresses: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

export const systemContract = {
  settings: operation.meta({ permission: 'session' }).route({ method: 'GET', path: '/settings', summary: 'Settings of the whole installation' }).output(Settings),
  setSettings: operation
    .meta({ permission: { verb: 'settings.update', on: 'system' } })
    .route({ method: 'PATCH', path: '/settings', summary: 'Change settings of the whole installation; what is absent stays' })
    .input(Settings.partial())
    .output(Settings),
  health: operation
    .meta({ permission: 'public' })
    .route({ method: 'GET', path: '/health', summary: 'Is the manager well' })
    .output(z.object({ status: z.enum(['ok', 'degraded']), database: z.enum(['up', 'down']), instanceId: z.uuid().nullable(), version: z.string() })),
  dashboard: operation.meta({ permission: 'session' }).route({ method: 'GET', path: '/dashboard', summary: 'Figures over all that the caller may see' }).output(Dashboard),
  /** Global search (Ctrl-K): up to 20 objects whose name contains the text. */
  find: operation
    .meta({ permission: 'session' })
    .route({ method: 'GET', path: '/find', summary: 'Go to anything by name' })
    .input(z.object({ text: z.string().max(200) }))
    .output(z.object({ items: z.array(z.object({ type: z.string(), id: z.uuid(), name: z.string(), status: z.string() })) })),
  /** Inventory tree: datacenter → cluster → host → machine, without machines beyond the first 500. */
  tree: operation
    .meta({ permission: 'session' })
    .route({ method: 'GET', path: '/tree', summary: 'Inventory tree' })
    .output(z.object({ items: z.array(z.object({ type: z.enum(['datacenter', 'cluster', 'host', 'vm']), id: z.uuid(), name: z.string(), status: z.string(), parent: z.uuid().nullable() })) })),
}

/** What GET /changes (server-sent events, served by server/main.ts) sends: which object changed; the page fetches it again. */
export const Change = z.object({ seq: z.string(), topic: z.string(), id: z.string() })
export type Change = z.infer<typeof Change>
/** Topics: the plural nouns of the API, plus `host-samples` (id = host: new statistics of it and its machines) `migrations` (id = cluster: a place is free again) and `consoles` (id = machine: someone has opened or left its console). */
export const changeTopics = ['datacenters', 'clusters', 'hosts', 'vms', 'disks', 'storage-domains', 'networks', 'templates', 'jobs', 'events', 'users', 'host-samples', 'migrations', 'migration-policies', 'consoles'] as const
export type ChangeTopic = (typeof changeTopics)[number]
