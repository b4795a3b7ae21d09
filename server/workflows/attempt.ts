import { AppError, plainError } from '@/server/domain/error'
import type { PlainError } from '@/server/domain/error'
import { withProgress, withStep } from '@/server/domain/job/steps'
import { writeSteps } from '@/server/store/job/progress'
import { isCancelAsked, readJob } from '@/server/store/job/row'
import type { JobRow } from '@/server/store/job/row'
import { isOutage } from '@/server/store/outage'
import type { Step, StepContext, Workflow } from './definition'
import type { Environment } from './environment'
import { pause, whenAborted } from './pause'

/** What DBOS keeps of a step. It is data, never a throw: an error must survive JSON and a crash as it was. */
export type Outcome = { ok: true; state: Record<string, unknown> } | { ok: false; error: PlainError }

export interface Attempt {
  workflow: Workflow
  step: Step<unknown, Record<string, unknown>>
  jobId: string
  input: unknown
  state: Record<string, unknown>
  direction: 'do' | 'undo'
}

const stepTimeoutMs = 600_000
const databaseRetryMs = 500
/** Re-reads what a step waits for even when no change is heard: one may be missed while the connection is made anew. */
const waitAgainMs = 5_000

const never = <T>(): Promise<T> => new Promise(() => undefined)
const cancelled = (): AppError => new AppError('CANCELLED', 'The job was cancelled.')

/** Repeats while PostgreSQL is away. Right for work that is right to do twice. When the engine stops it never comes back. */
export async function whileDatabaseAway<T>(environment: Environment, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (environment.stopping.aborted) return never()
      if (!isOutage(error)) throw error
      environment.logger.warn({ error: String(error) }, 'PostgreSQL is away; the step waits.')
      await pause(databaseRetryMs, environment.stopping)
    }
  }
}

type AnyContext = StepContext<unknown, Record<string, unknown>>

const contextOf = (environment: Environment, { jobId, step, input, state, direction }: Attempt, job: JobRow, signal: AbortSignal): AnyContext => ({
  jobId,
  stepId: `${jobId}:${direction === 'undo' ? 'undo ' : ''}${step.name}`,
  subject: job.subject,
  user: job.user,
  input,
  state,
  db: environment.db,
  instanceId: environment.instanceId,
  now: environment.now,
  signal,
  agent: environment.hosts.agent,
  waitFor: (on, read) => waitFor(environment, on, read, signal),
  progress: async share => {
    const now = await readJob(environment.db, jobId)
    if (now) await writeSteps(environment.db, jobId, withProgress(now.steps, step.name, share))
  },
})

async function waitFor<T>(
  { session, stopping }: Environment, on: { topic: string; id: string }, read: () => Promise<T | null>, signal: AbortSignal,
): Promise<T> {
  let wake: () => void = () => undefined
  const heard = (): void => wake()
  const ends = [session.onChange(({ topic, id }) => { if (topic === on.topic && id === on.id) heard() }), session.onConnect(heard)]
  try {
    for (;;) {
      const again = new AbortController()
      wake = () => again.abort()
      const found = await read()
      if (found !== null) return found
      if (signal.aborted) throw signal.reason
      if (stopping.aborted) return await never()
      signal.addEventListener('abort', heard, { once: true })
      await pause(waitAgainMs, again.signal)
      signal.removeEventListener('abort', heard)
    }
  } finally {
    for (const end of ends) end()
  }
}

/** Aborts `end` when the job is asked to stop; returns how to stop listening. */
function hearCancel({ session, db }: Environment, jobId: string, end: AbortController): () => void {
  const look = () => { isCancelAsked(db, jobId).then(asked => { if (asked) end.abort(cancelled()) }, () => undefined) }
  const ends = [session.onChange(({ topic, id }) => { if (topic === 'jobs' && id === jobId) look() }), session.onConnect(look)]
  return () => { for (const one of ends) one() }
}

/** Errors after which a host may yet answer: the call is repeated with the same step id. */
const mayRecover = (error: unknown): boolean => {
  if (!(error instanceof AppError)) return false
  // libvirt's own refusals carry its code; without one it was libvirtd that did not answer.
  return error.code === 'HOST_UNREACHABLE' || (error.code === 'LIBVIRT' && error.detail.cause?.code === undefined)
}

/**
 * One step, forth or back: tells the pages, runs it, waits for PostgreSQL and, within the patience, for the host. Undoing
 * cannot be cancelled. When the engine stops in the middle it never returns, so that the step is not recorded.
 */
export async function attempt(environment: Environment, one: Attempt): Promise<Outcome> {
  const { step, jobId, direction, workflow } = one
  const { stopping, now } = environment
  const heedsCancel = direction === 'do' && !step.hearsCancel && !step.despiteCancel
  const work = async (context: AnyContext) => (direction === 'do' ? step.do(context) : step.undo?.(context))
  const begun = await whileDatabaseAway(environment, async () => {
    const job = await readJob(environment.db, jobId)
    if (!job) return null
    if (heedsCancel && job.cancelAsked) return { job, cancelled: true }
    await writeSteps(environment.db, jobId, withStep(job.steps, step.name, direction === 'do' ? 'running' : 'undoing', now().toISOString()))
    return { job, cancelled: false }
  })
  if (!begun) return { ok: false, error: plainError(new AppError('INTERNAL', `The job ${jobId} is gone.`)) }
  if (begun.cancelled) return { ok: false, error: plainError(cancelled()) }

  const end = new AbortController()
  /** Ends the step whether it wants to or not. */
  const leave = new AbortController()
  const limitMs = step.limitMs?.(one.input) ?? step.timeoutMs ?? stepTimeoutMs
  const { subject } = begun.job
  const tooLong = `The step “${step.name}” took longer than ${Math.round(limitMs / 1000)} s.`
  const late = () => step.late?.(subject, one.input) ?? new AppError('TIMEOUT', tooLong, { subject })
  const stop = (reason: unknown, at: AbortController): void => { if (!at.signal.aborted) at.abort(reason) }
  const timer = setTimeout(() => {
    const reason = late()
    stop(reason, end)
    stop(reason, leave)
  }, limitMs)
  if (!step.hearsCancel) end.signal.addEventListener('abort', () => stop(end.signal.reason, leave), { once: true })
  const hears = (step.cancellable || step.hearsCancel) && direction === 'do'
  const unhear = hears ? hearCancel(environment, jobId, end) : () => undefined
  const aborted = whenAborted(leave.signal)
  const context = contextOf(environment, one, begun.job, end.signal)
  const info = { jobId, kind: workflow.kind, step: step.name, direction }
  const patienceEnds = now().getTime() + environment.patienceMs
  try {
    for (let failures = 0; ; failures += 1) {
      try {
        const result = await Promise.race([aborted.promise, environment.aroundStep(info, () => work(context))])
        if (stopping.aborted) return await never()
        return { ok: true, state: result ?? {} }
      } catch (error) {
        if (stopping.aborted) return await never()
        const wait = Math.min(2_000, 200 * 2 ** failures)
        if (isOutage(error) && !(error instanceof AppError)) await pause(databaseRetryMs, stopping)
        else if (mayRecover(error) && !end.signal.aborted && now().getTime() + wait < patienceEnds) await pause(wait, stopping)
        else return { ok: false, error: plainError(error) }
        // A cancel must not wait for a host that does not answer.
        const asked = heedsCancel && (await whileDatabaseAway(environment, () => isCancelAsked(environment.db, jobId)))
        if (asked) return { ok: false, error: plainError(cancelled()) }
      }
    }
  } finally {
    clearTimeout(timer)
    unhear()
    aborted.dispose()
  }
}
