import { z } from 'zod'
import { MigrationStats } from '../agent/migration'
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
  state: z.enum(migrationStates),
  progress: z.number(),
  stats: MigrationStats.nullable(),
  error: z.string().nullable(),
  user: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
})
export type Migration = z.infer<typeof Migration>

/** What a person may choose; what is left out comes from the machine, then from the cluster. */
export const MigrateOptions = z.object({
  /** Absent = Atrium chooses. */
  hostId: z.uuid().optional(),
  policy: z.enum(['minimal_downtime', 'suspend_if_needed', 'post_copy', 'very_large', 'legacy']).optional(),
  bandwidthMiBps: z.int().min(1).max(1_000_000).nullable().optional(),
  maxDowntimeMs: z.int().min(1).max(2_000_000).optional(),
  timeoutSeconds: z.int().min(1).max(604_800).optional(),
  compressed: z.boolean().optional(),
  autoConverge: z.boolean().optional(),
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
    .input(Id)
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
    .input(Id.extend({ mode: z.enum(['any', 'manual', 'pinned']), policy: MigrateOptions.shape.policy.nullable().default(null) }))
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
