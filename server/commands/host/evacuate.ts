import { inactiveStates } from '@/server/domain/vm/observed'
import type { MigrateOptions } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import type { CommandContext } from '../vm/context'
import { migrateVm } from '../vm/migrate'

export interface Evacuation {
  jobIds: string[]
  /** Machines that stay, and why. */
  left: { vm: { id: string; name: string }; reason: string }[]
}

/**
 * Queues a move of every machine that runs on the host; the limits of the cluster let them go. Pinned machines, and those that only a
 * person may move, stay (RHV-SCH-5). Errors: NOT_FOUND.
 */
export async function evacuateHost(context: CommandContext, { id, policy }: { id: string; policy?: MigrateOptions['policy'] }): Promise<Evacuation> {
  const { db } = context
  const host = await db.host.findUnique({ where: { id }, select: { name: true } })
  if (!host) throw new AppError('NOT_FOUND', `There is no host ${id}.`, { subject: { type: 'host', id } })
  const vms = await db.vm.findMany({
    where: { hostId: id, observedState: { notIn: [...inactiveStates] } },
    orderBy: [{ memoryMiB: 'desc' }, { id: 'asc' }],
    select: { id: true, name: true, migrationMode: true },
  })
  const result: Evacuation = { jobIds: [], left: [] }
  for (const { migrationMode, ...vm } of vms) {
    if (migrationMode !== 'any') {
      result.left.push({ vm, reason: migrationMode === 'pinned' ? 'It is pinned to its host.' : 'It is moved by a person only.' })
      continue
    }
    try {
      result.jobIds.push((await migrateVm(context, { id: vm.id, ...(policy ? { policy } : {}) })).jobId)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      result.left.push({ vm, reason: error.message })
    }
  }
  return result
}
