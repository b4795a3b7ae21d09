import { AppError } from '@/server/domain/error'
import { jobCancel } from '@/server/domain/job/cancel'
import { bulkShare } from '@/server/domain/vm/bulk'
import { askCancel } from '@/server/store/job/cancel'
import { bulkCounts, cancelWaiting, nextBulkItems, openChildren } from '@/server/store/job/bulk'
import type { JobState } from '@/server/contract/api/activity'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { pause } from '../pause'
import { BulkInput } from './bulk/input'
import { handOut } from './bulk/hand-out'

/** Machines in work at once: hundreds that start together would only wait for each other. */
const atOnce = 16
const dayMs = 86_400_000
const lookMs = 500

type Context = StepContext<BulkInput, Record<string, never>>

const countsOf = async ({ db, jobId }: Context) => (await bulkCounts(db, [jobId])).get(jobId) ?? {}

/** What waits does not begin any more, and what can be stopped is asked to. */
async function stop({ db, jobId }: Context): Promise<void> {
  await cancelWaiting(db, jobId)
  for (const child of await openChildren(db, jobId)) {
    if (jobCancel({ ...child, state: child.state as JobState }).allowed) await askCancel(db, child.id)
  }
}

/** Hands out machine by machine as places get free, and follows them to the last one's end. */
async function work(context: Context): Promise<void> {
  const { db, jobId, signal, waitFor, progress } = context
  let stopped = false
  for (;;) {
    if (signal.aborted && !stopped) {
      stopped = true
      await stop(context)
    }
    const { running = 0 } = await countsOf(context)
    for (const item of stopped ? [] : await nextBulkItems(db, jobId, Math.max(0, atOnce - running))) await handOut(context, item)
    const counts = await countsOf(context)
    await progress(bulkShare(counts))
    if (!counts.running && !counts.waiting) return
    // Some need no job, or are refused at once: their places are free again.
    if (!stopped && counts.waiting && (counts.running ?? 0) < atOnce) continue
    const moved = async () => {
      const now = await countsOf(context)
      return now.running !== counts.running || now.waiting !== counts.waiting ? true : null
    }
    if (stopped) await pause(lookMs)
    else await waitFor({ topic: 'jobs', id: jobId }, moved).catch((error: unknown) => { if (!signal.aborted) throw error })
  }
}

/** Errors: CANCELLED; WRONG_STATE when not all could be done, with the figures. */
async function sumUp(context: Context): Promise<void> {
  if (context.signal.aborted) throw context.signal.reason
  const { succeeded = 0, failed = 0, refused = 0, cancelled = 0 } = await countsOf(context)
  const not = failed + refused + cancelled
  if (not === 0) return
  throw new AppError('WRONG_STATE', `${succeeded} done, ${not} not: ${failed} failed, ${refused} were refused, ${cancelled} were cancelled.`, {
    reason: { code: 'bulk_partly', params: { succeeded, failed, refused, cancelled } },
  })
}

/** The same for many machines. Each gets a job of its own, under its own rules; this one hands them out and says what came of them. */
export const vmBulk = defineWorkflow()({
  kind: 'vm.bulk',
  input: BulkInput,
  title: name => `Act on ${name}`,
  steps: [
    {
      name: 'hand out and follow',
      timeoutMs: dayMs,
      hearsCancel: true,
      irreversible: true,
      do: async context => {
        await work(context)
        await sumUp(context)
      },
      // However it ends, nothing waits for it any more.
      undo: ({ db, jobId }) => cancelWaiting(db, jobId),
    },
  ],
})
