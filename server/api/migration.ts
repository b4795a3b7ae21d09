import { evacuateHost } from '@/server/commands/host/evacuate'
import { migrateVm } from '@/server/commands/vm/migrate'
import { setMigration } from '@/server/commands/vm/set-migration'
import type { MigrateOptions, Migration, MigrationVerdict } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import { fitsMigration } from '@/server/domain/migration/preflight'
import type { AgentClient } from '@/server/hosts/client'
import type { Db } from '@/server/store/db'
import { diskMoves } from '@/server/store/migration/moves'
import { listMigrations, migrationOf, runningMigration } from '@/server/store/read/migration'
import { checkMigration, moverOf, placeFields } from '@/server/workflows/vm/migration/check'
import { withAgent } from './agents'
import { api } from './base'
import { commandOf } from './command'

/** One host that can't be asked must not hide what the others say. */
const unasked = (error: unknown): MigrationVerdict['checks'] => [{
  code: 'unasked',
  level: 'fail',
  params: { detail: error instanceof Error ? error.message : String(error) },
  text: error instanceof Error ? error.message : String(error),
}]

async function verdicts(db: Db, vmId: string, wish: Pick<MigrateOptions, 'storage' | 'diskIds' | 'destinations'>): Promise<MigrationVerdict[]> {
  const [vm, mover] = await Promise.all([
    db.vm.findUniqueOrThrow({ where: { id: vmId }, select: { id: true, name: true, hostId: true, clusterId: true } }), moverOf(db, vmId),
  ])
  const sourceId = vm.hostId
  if (!sourceId) {
    const subject = { type: 'vm', id: vm.id, name: vm.name }
    throw new AppError('WRONG_STATE', `Machine ${vm.name} is on no host.`, { subject, reason: { code: 'no_host', params: {} } })
  }
  const hosts = await db.host.findMany({
    where: { clusterId: vm.clusterId, id: { not: sourceId } },
    orderBy: { name: 'asc' },
    select: placeFields,
  })
  const moves = await diskMoves(db, mover.disks, wish.destinations)
  return withAgent(db, sourceId, source => Promise.all(hosts.map(async host => {
    const checks = await withAgent(db, host.id, async destination => (await checkMigration(mover, { ...wish, moves }, host, source, destination)).checks).catch(unasked)
    return { host: { id: host.id, name: host.name }, fits: fitsMigration(checks), checks }
  })))
}

/** Does something to the migration that runs. Errors: WRONG_STATE when none does. */
async function onRunning(db: Db, vmId: string, work: (agent: AgentClient, stepId: string) => Promise<unknown>): Promise<Migration> {
  const running = await runningMigration(db, vmId)
  if (!running?.stepId) {
    const subject = { type: 'vm', id: vmId }
    throw new AppError('WRONG_STATE', 'No migration of this machine runs now.', { subject, reason: { code: 'no_migration', params: {} } })
  }
  const { stepId } = running
  await withAgent(db, running.sourceId, agent => work(agent, stepId))
  return migrationOf(running)
}

export const migration = {
  start: api.migration.start.handler(({ context, input }) => migrateVm(commandOf(context), input)),
  preflight: api.migration.preflight.handler(async ({ context, input }) => ({ verdicts: await verdicts(context.db, input.id, input) })),
  list: api.migration.list.handler(({ context, input }) => listMigrations(context.db, input.id, input)),
  tune: api.migration.tune.handler(({ context, input: { id, ...limits } }) =>
    onRunning(context.db, id, (agent, stepId) => agent.migration.tune({ stepId, ...limits }))),
  postCopy: api.migration.postCopy.handler(({ context, input }) => onRunning(context.db, input.id, (agent, stepId) => agent.migration.postCopy({ stepId }))),
  settings: api.migration.settings.handler(async ({ context, input: { id, mode, policy, options } }) => {
    await setMigration(commandOf(context), { id, mode, policy, options })
    return {}
  }),
  evacuate: api.migration.evacuate.handler(({ context, input }) => evacuateHost(commandOf(context), input)),
}
