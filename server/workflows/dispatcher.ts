import dbos from '@dbos-inc/dbos-sdk'
import { claimJob, strandedJobs, waitingJobs } from '@/server/store/job/claim'
import { unlockEnded } from '@/server/store/job/finish'
import { isOutage } from '@/server/store/outage'
import { applicationVersion } from './durable'
import type { Environment } from './environment'
import { loseJob } from './runner'

const { DBOS } = dbos

export interface Dispatcher {
  /** Looks for work that no notice told about. */
  sweep: () => Promise<void>
  stop: () => Promise<void>
}

const sweepMs = 10_000
const slots = 16
export const slotName = (slot: number): string => `engine-${slot}`

/** An engine works under the first free slot: its name is fixed, so that DBOS gives a restarted engine its own workflows back. */
export async function takeSlot({ session }: Pick<Environment, 'session'>): Promise<string> {
  for (let slot = 0; slot < slots; slot += 1) if (await session.tryLock(slotName(slot))) return slotName(slot)
  throw new Error(`All ${slots} engine slots of this database are taken.`)
}

/** Starts the workflows of queued jobs: at once on a notice, and on each sweep. `start` runs the DBOS workflow with the job's id. */
export function createDispatcher(environment: Environment, ownSlot: string, start: (jobId: string, kind: string) => Promise<void>): Dispatcher {
  const { db, session, logger, now, stopping } = environment
  /** Claims under way and jobs this engine has claimed: their further notices are progress, not work. */
  const mine = new Set<string>()
  const busy = new Set<Promise<void>>()

  const track = (work: Promise<void>): Promise<void> => {
    const safe = work.catch((error: unknown) => {
      if (!stopping.aborted && !isOutage(error)) logger.error({ error: String(error) }, 'Dispatching failed.')
    }).finally(() => busy.delete(safe))
    busy.add(safe)
    return safe
  }

  const claim = async (jobId: string): Promise<void> => {
    if (stopping.aborted || mine.has(jobId)) return
    mine.add(jobId)
    try {
      const job = await claimJob(db, jobId, now())
      if (job) await start(job.id, job.kind)
    } catch (error) {
      mine.delete(jobId)
      throw error
    }
  }

  /** Workflows of engines that are gone: their slot's lock is free. */
  const takeOver = async (): Promise<void> => {
    const pending = await DBOS.listWorkflows({ status: 'PENDING', applicationVersion })
    const others = new Set(pending.map(({ executorId }) => executorId).filter(name => name !== undefined && name !== ownSlot && name.startsWith('engine-')))
    for (const slot of others) {
      if (!slot || !(await session.tryLock(slot))) continue
      const theirs = pending.filter(({ executorId }) => executorId === slot).map(({ workflowID }) => workflowID)
      logger.warn({ slot, jobs: theirs }, 'Takes over the jobs of an engine that is gone.')
      await DBOS.resumeWorkflows(theirs)
      await session.unlock(slot)
    }
  }

  const sweep = async (): Promise<void> => {
    if (stopping.aborted) return
    if (!session.holds(ownSlot)) await session.tryLock(ownSlot)
    for (const jobId of await waitingJobs(db)) {
      mine.delete(jobId)
      await claim(jobId)
    }
    for (const { id, kind, workflow } of await strandedJobs(db, now())) {
      if (workflow === null) await start(id, kind)
      else await loseJob(environment, id, kind, `its workflow ended as ${workflow}`)
    }
    await unlockEnded(db, now())
    await takeOver()
  }

  const unsubscribe = [
    session.onChange(({ topic, id }) => { if (topic === 'jobs' && !mine.has(id)) void track(claim(id)) }),
    session.onConnect(() => { void track(sweep()) }),
  ]
  const timer = setInterval(() => {
    mine.clear()
    void track(sweep())
  }, sweepMs)

  return {
    sweep: () => track(sweep()),
    stop: async () => {
      clearInterval(timer)
      for (const end of unsubscribe) end()
      await Promise.all(busy)
    },
  }
}
