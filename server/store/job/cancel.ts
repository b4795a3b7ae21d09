import { change } from '../change'
import type { Tx } from '../db'

/** Asks a job to stop. Its workflow hears it, undoes itself and ends it; the answer is false when it has ended already. */
export async function askCancel(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.job.updateMany({ where: { id, endedAt: null }, data: { cancelAsked: true, state: 'cancelling' } })
  if (count > 0) await change(tx, 'jobs', id)
  return count > 0
}
