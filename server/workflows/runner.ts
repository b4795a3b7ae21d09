import dbos from '@dbos-inc/dbos-sdk'
import type { PlainError } from '@/server/domain/error'
import { withStep } from '@/server/domain/job/steps'
import { finishJob } from '@/server/store/job/finish'
import { writeSteps } from '@/server/store/job/progress'
import { readJob } from '@/server/store/job/row'
import type { JobOutcome } from '@/server/store/job/row'
import { attempt, whileDatabaseAway } from './attempt'
import type { Outcome } from './attempt'
import { chosenSteps } from './definition'
import type { Workflow } from './definition'
import type { Environment } from './environment'

const { DBOS } = dbos

/** Words for a failed undo, so that whoever reads the job knows that something is left. */
const withLeftover = (error: PlainError, undoError: PlainError): PlainError => ({
  ...error,
  hint: [error.hint, `Not everything could be undone: ${undoError.message}`].filter(Boolean).join(' '),
})

/** How a job ends, from what failed. A cancelled job that could not undo itself has failed. */
export const jobOutcome = (failure: PlainError | null, undoError: PlainError | null): JobOutcome => {
  if (!failure) return { state: 'succeeded', error: null }
  if (undoError) return { state: 'failed', error: withLeftover(failure, undoError) }
  return { state: failure.code === 'CANCELLED' ? 'cancelled' : 'failed', error: failure }
}

/**
 * Runs one job under DBOS: each step is recorded when done, so that another engine goes on after it. A failure undoes the
 * failed step and the finished ones, backwards; an undo that fails ends the undoing, because what is left is still described by rows.
 * Deterministic, as DBOS asks: all effects are inside the recorded steps.
 */
export async function runJob(environment: Environment, workflow: Workflow, jobId: string): Promise<void> {
  const input = await DBOS.runStep(async () => {
    const job = await whileDatabaseAway(environment, () => readJob(environment.db, jobId))
    return workflow.input.parse(job?.input)
  }, { name: 'read the job' })
  const steps = chosenSteps(workflow, input)
  let state: Record<string, unknown> = {}
  let failure: { at: number; error: PlainError } | null = null

  for (const [at, step] of steps.entries()) {
    if (step.needless?.(state)) continue
    const outcome: Outcome = await DBOS.runStep(() => attempt(environment, { workflow, step, jobId, input, state, direction: 'do' }), { name: step.name })
    if (!outcome.ok) {
      failure = { at, error: outcome.error }
      break
    }
    state = { ...state, ...outcome.state }
  }

  let undoError: PlainError | null = null
  for (let at = failure?.at ?? -1; at >= 0 && !undoError; at -= 1) {
    const step = steps[at]
    if (!step?.undo || step.needless?.(state)) continue
    const outcome: Outcome = await DBOS.runStep(async () => {
      const undone = await attempt(environment, { workflow, step, jobId, input, state, direction: 'undo' })
      await mark(environment, jobId, step.name, undone.ok ? 'undone' : 'failed')
      return undone
    }, { name: `undo ${step.name}` })
    if (!outcome.ok) undoError = outcome.error
  }
  const outcome = jobOutcome(failure?.error ?? null, undoError)
  await DBOS.runStep(() => whileDatabaseAway(environment, () => finish(environment, workflow, jobId, outcome)), { name: 'end the job' })
}

const mark = (environment: Environment, jobId: string, step: string, state: 'undone' | 'failed'): Promise<void> => whileDatabaseAway(environment, async () => {
  const job = await readJob(environment.db, jobId)
  if (job) await writeSteps(environment.db, jobId, withStep(job.steps, step, state, environment.now().toISOString()))
})

async function finish(environment: Environment, workflow: Workflow, jobId: string, outcome: JobOutcome): Promise<void> {
  const job = await readJob(environment.db, jobId)
  if (!job) return
  await finishJob(environment.db, jobId, outcome, workflow.title(job.subject.name), environment.now())
  environment.logger.info({ jobId, kind: workflow.kind, subject: job.subject.name, state: outcome.state, error: outcome.error }, 'A job ended.')
}

/** A job that no engine can go on with: its workflow is unknown or ended without ending the job. */
export const loseJob = (environment: Environment, jobId: string, kind: string, why: string): Promise<void> => {
  const error: PlainError = { code: 'INTERNAL', message: `The job was lost: ${why}.` }
  return finishJob(environment.db, jobId, { state: 'failed', error }, kind, environment.now())
}
