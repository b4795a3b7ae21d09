import { z } from 'zod'
import { MigrationPolicy, MigrationStats } from '../agent/migration'
import { Id, Instant, JobRef, operation, Ref } from './common'

/** One line of the preflight: ✓ ! ✗. `code` and `params` let the page word it in its language. */
export const MigrationCheck = z.object({
  code: z.string(),
  level: z.enum(['pass', 'warn', 'fail']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
})
export type MigrationCheck = z.infer<typeof MigrationCheck>

/** How one host would take the machine. */
export const MigrationVerdict = z.object({ host: Ref, fits: z.boolean(), checks: z.array(MigrationCheck) })
export type MigrationVerdict = z.infer<typeof MigrationVerdict>

export const migrationStates = ['running', 'succeeded', 'failed', 'cancelled', 'unknown'] as const

export const Migration = z.object({
  /** Also the job's. */
  id: z.uuid(),
  source: Ref,
  destination: Ref,
  policy: z.string(),
  mode: z.enum(['live', 'offline']),
  /** Its memory travels, or has travelled, encrypted. */
  tls: z.boolean(),
  /** Names of the disks that travel, or have travelled, along. */
  copied: z.array(z.string()),
  state: z.enum(migrationStates),
  progress: z.number(),
  stats: MigrationStats.nullable(),
  error: z.string().nullable(),
  user: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
})
export type Migration = z.infer<typeof Migration>

/** Name of one of oVirt's policies, or the id of an own one. */
const PolicyId = z.string().min(1).max(100)

/** What a machine, or a person for one migration, wants otherwise than the policy. */
export const MigrationOptions = z.object({
  /** null = no limit. */
  bandwidthMiBps: z.int().min(1).max(1_000_000).nullable().optional(),
  maxDowntimeMs: z.int().min(1).max(2_000_000).optional(),
  timeoutSeconds: z.int().min(1).max(604_800).optional(),
  compressed: z.boolean().optional(),
  autoConverge: z.boolean().optional(),
  /** Channels of QEMU's multifd; null = one stream. */
  parallel: z.int().min(2).max(16).nullable().optional(),
})
export type MigrationOptions = z.infer<typeof MigrationOptions>

/** How a cluster's machines move where nobody says otherwise. */
export const ClusterMigration = z.object({
  policy: PolicyId,
  /** Migrations out of, and into, one host at once; null = min(cores, 2). */
  limit: z.int().min(1).max(64).nullable(),
  /** null = as the policy says. */
  bandwidthMiBps: z.int().min(1).max(1_000_000).nullable(),
  encryption: z.enum(['always', 'when_possible', 'never']),
})
export type ClusterMigration = z.infer<typeof ClusterMigration>

/** How a migration is driven, as people set it. */
export const PolicySettings = MigrationPolicy.omit({ name: true }).extend({
  bandwidthMiBps: z.int().min(1).max(1_000_000).nullable(),
  initialDowntimeMs: z.int().min(1).max(2_000_000),
  onStall: MigrationPolicy.shape.onStall.max(20),
})
export type PolicySettings = z.infer<typeof PolicySettings>

/** One of oVirt's policies (`builtIn`, its id is its name), or an own one. */
export const Policy = z.object({
  id: PolicyId,
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  generation: z.int(),
  settings: PolicySettings,
  clusterCount: z.int(),
  vmCount: z.int(),
})
export type Policy = z.infer<typeof Policy>

/** What a person may choose; what is left out comes from the machine, then from the cluster. */
export const MigrateOptions = z.object({
  /** shared: the destination sees the disks. copy: those that it does not see travel along. incremental: only what differs from what they are based on. */
  storage: z.enum(['shared', 'copy', 'incremental']).optional(),
  /** Which disks are copied; absent = those that the destination does not see. */
  diskIds: z.array(z.uuid()).max(100).optional(),
  /** Disks that are copied to another storage domain on the way, whatever the destination sees. */
  destinations: z.array(z.object({ diskId: z.uuid(), storageDomainId: z.uuid() })).max(100).optional(),
  /** Absent = Atrium chooses. */
  hostId: z.uuid().optional(),
  policy: PolicyId.optional(),
  ...MigrationOptions.shape,
})
export type MigrateOptions = z.infer<typeof MigrateOptions>

const onVm = (verb: string) => operation.meta({ permission: { verb, on: 'vm', id: 'id' } })

export const migrationContract = {
  start: onVm('vm.migrate')
    .route({
      method: 'POST', path: '/vms/{id}/migrate', successStatus: 202,
      summary: 'Move a machine to another host: live, or its definition when it is down',
    })
    .input(Id.extend(MigrateOptions.shape))
    .output(JobRef),
  preflight: onVm('vm.migrate')
    .route({ method: 'GET', path: '/vms/{id}/migration/preflight', summary: 'Every host of the cluster with what speaks for and against it; nothing is moved' })
    .input(Id.extend(MigrateOptions.pick({ storage: true, diskIds: true, destinations: true }).shape))
    .output(z.object({ verdicts: z.array(MigrationVerdict) })),
  list: onVm('vm.read')
    .route({ method: 'GET', path: '/vms/{id}/migrations', summary: 'Migrations of a machine, newest first' })
    .input(Id.extend({ limit: z.coerce.number().int().min(1).max(500).default(20), offset: z.coerce.number().int().min(0).max(1_000_000).default(0) }))
    .output(z.object({ items: z.array(Migration), total: z.int() })),
  tune: onVm('vm.migrate')
    .route({ method: 'POST', path: '/vms/{id}/migration/limits', summary: 'Change bandwidth and allowed downtime of the running migration' })
    .input(Id.extend({ bandwidthMiBps: z.int().min(1).max(1_000_000).optional(), maxDowntimeMs: z.int().min(1).max(2_000_000).optional() }))
    .output(Migration),
  postCopy: onVm('vm.migrate')
    .route({ method: 'POST', path: '/vms/{id}/migration/post-copy', summary: 'Run at the destination now and fetch the memory behind: no way back' })
    .input(Id)
    .output(Migration),
  settings: onVm('vm.update')
    .route({ method: 'PUT', path: '/vms/{id}/migration/settings', summary: 'Whether a machine may move (any, manual, pinned) and by which policy' })
    .input(Id.extend({ mode: z.enum(['any', 'manual', 'pinned']), policy: PolicyId.nullable().default(null), options: MigrationOptions.default({}) }))
    .output(z.object({})),
  evacuate: operation
    .meta({ permission: { verb: 'host.update', on: 'host', id: 'id' } })
    .route({
      method: 'POST', path: '/hosts/{id}/evacuate', successStatus: 202,
      summary: 'Move every running machine off a host; pinned ones are named, not moved',
    })
    .input(Id.extend({ policy: MigrateOptions.shape.policy }))
    .output(z.object({ jobIds: z.array(z.uuid()), left: z.array(z.object({ vm: Ref, reason: z.string() })) })),
}

const PolicyText = { name: z.string().min(1).max(255), description: z.string().max(4000).default('') }
const onPolicies = (verb: string) => operation.meta({ permission: { verb, on: 'system' } })

/** Policies are those of the whole installation. */
export const migrationPolicyContract = {
  list: operation
    .meta({ permission: 'session' })
    .route({ method: 'GET', path: '/migration-policies', summary: 'Migration policies: oVirt’s five and the own ones' })
    .output(z.object({ items: z.array(Policy) })),
  create: onPolicies('migration-policy.create')
    .route({ method: 'POST', path: '/migration-policies', successStatus: 201, summary: 'Make a migration policy' })
    .input(z.object({ ...PolicyText, settings: PolicySettings }))
    .output(Policy),
  update: onPolicies('migration-policy.update')
    .route({ method: 'PUT', path: '/migration-policies/{id}', summary: 'Change an own migration policy (If-Match: generation)' })
    .input(z.object({ id: z.uuid(), ...PolicyText, settings: PolicySettings }))
    .output(Policy),
  remove: onPolicies('migration-policy.remove')
    .route({ method: 'DELETE', path: '/migration-policies/{id}', summary: 'Remove an own migration policy that nothing uses' })
    .input(Id)
    .output(z.object({})),
}
