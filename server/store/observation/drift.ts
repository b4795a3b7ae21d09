import { offStates } from '@/server/domain/vm/observed'
import type { Db, Tx } from '../db'

/** Our machines that are down (a saved one goes on with its old definition), held by no job, and defined on one of these hosts with an older intent than ours. */
export const driftedVms = (db: Db, hostIds: readonly string[]) => db.vm.findMany({
  where: {
    hostId: { in: [...hostIds] }, external: false, jobId: null, observedState: { in: [...offStates] }, observedGeneration: { lt: db.vm.fields.generation },
  },
  select: { id: true, hostId: true },
  orderBy: { id: 'asc' },
})

const lockedMs = 15_000

/**
 * Runs `act` with the machine's row locked, when it is free and no job holds it: so a job that begins at that moment waits
 * instead of being overtaken. For single calls of a host only.
 */
export const withFreeVm = (db: Db, id: string, act: (tx: Tx) => Promise<void>): Promise<boolean> => db.$transaction(async tx => {
  const [row] = await tx.$queryRaw<{ job_id: string | null }[]>`SELECT "job_id" FROM "vm" WHERE "id" = ${id}::uuid FOR UPDATE SKIP LOCKED`
  if (!row || row.job_id !== null) return false
  await act(tx)
  return true
}, { timeout: lockedMs })
