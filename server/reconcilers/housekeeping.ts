import { isOutage } from '@/server/store/outage'
import { pruneExpired } from '@/server/store/prune'
import type { Reconciler } from '@/server/workflows/engine'
import { createPoke } from './poke'

const everyMs = 600_000
const lockName = 'housekeeping'

/** Removes what has expired: sessions, tickets, samples, changes. One engine does it. */
export const housekeepingReconciler: Reconciler = async ({ db, session, logger, now, stopping }) => {
  const tidy = createPoke(async () => {
    if (!(await session.tryLock(lockName))) return
    await pruneExpired(db, now()).catch((error: unknown) => {
      if (!stopping.aborted && !isOutage(error)) logger.warn({ error: String(error) }, 'Housekeeping failed.')
    })
  })
  const timer = setInterval(() => tidy.poke(), everyMs)
  tidy.poke()
  return {
    stop: async () => {
      clearInterval(timer)
      tidy.stop()
    },
  }
}
