import type { MigrationTask } from '@/server/contract/agent/migration'
import { change } from '../change'
import type { Db, Tx } from '../db'
import type { CopiedDisk } from './copied'
import { refreshVmStatus } from '../vm/status'

/** The host's task of the migration: its figures are told under that step. */
export const setMigrationStep = (db: Db, id: string, begun: { stepId: string; mode: string; tls: boolean; copied: CopiedDisk[] }, now: Date): Promise<void> => db.$transaction(async tx => {
  const { vmId } = await tx.migration.update({ where: { id }, data: begun, select: { vmId: true } })
  await refreshVmStatus(tx, [vmId], now)
  await change(tx, 'vms', vmId)
})

/** Figures that a host tells; those of a migration that has ended here are late. */
export async function recordMigration(tx: Tx, { stepId, stats, progress }: MigrationTask): Promise<void> {
  const row = await tx.migration.findFirst({ where: { stepId, endedAt: null }, select: { id: true, vmId: true, clusterId: true } })
  if (!row) return
  await tx.migration.update({ where: { id: row.id }, data: { progress, ...(stats ? { stats } : {}) }, select: { id: true } })
  await refreshVmStatus(tx, [row.vmId], new Date(stats?.at ?? 0))
  await change(tx, 'vms', row.vmId)
  // Its job follows it.
  await change(tx, 'migrations', row.id)
}

export interface MigrationEnd {
  state: 'succeeded' | 'failed' | 'cancelled' | 'unknown'
  error: string | null
  task: MigrationTask | null
}

/** Ends it and gives its places back. One that has ended stays as it is. */
export const endMigration = (db: Db, id: string, { state, error, task }: MigrationEnd, now: Date): Promise<void> => db.$transaction(async tx => {
  const row = await tx.migration.findUnique({ where: { id }, select: { vmId: true, clusterId: true, endedAt: true } })
  if (!row || row.endedAt) return
  const figures = task?.stats ? { stats: task.stats, progress: task.progress } : {}
  await tx.migration.update({ where: { id }, data: { ...figures, state, error, endedAt: now }, select: { id: true } })
  await change(tx, 'vms', row.vmId)
  await refreshVmStatus(tx, [row.vmId], now)
  // Those that wait for a place look again.
  await change(tx, 'migrations', row.clusterId)
})
