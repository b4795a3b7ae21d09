import type { JobStep } from '@/server/contract/api/activity'

export type StepState = JobStep['state']

/** The steps of a new job, all waiting. */
export const waitingSteps = (names: readonly string[]): JobStep[] =>
  names.map(name => ({ name, state: 'waiting', progress: null, startedAt: null, endedAt: null }))

const ended: readonly StepState[] = ['done', 'failed', 'undone', 'skipped']

const changed = (step: JobStep, state: StepState, at: string): JobStep => {
  if (step.state === state) return step
  // Undoing begins the step's clock anew, so that both times belong to what is shown.
  const begins = state === 'running' || state === 'undoing'
  const { bytes: _, ...rest } = step
  return { ...rest, state, progress: null, startedAt: begins ? at : step.startedAt, endedAt: ended.includes(state) ? at : null }
}

/** What the steps before a running one have come to: what ran is done, what never ran was needless. */
const before: Partial<Record<StepState, StepState>> = { running: 'done', waiting: 'skipped' }

/** `name` goes to `state` at the instant `at` (ISO). */
export const withStep = (steps: readonly JobStep[], name: string, state: StepState, at: string): JobStep[] => {
  const index = steps.findIndex(step => step.name === name)
  return steps.map((step, i) => {
    if (i === index) return changed(step, state, at)
    return state === 'running' && i < index ? changed(step, before[step.state] ?? step.state, at) : step
  })
}

export const withProgress = (steps: readonly JobStep[], name: string, progress: number, bytes?: JobStep['bytes']): JobStep[] =>
  steps.map(step => (step.name === name && step.state === 'running' ? { ...step, progress, ...(bytes ? { bytes } : {}) } : step))

/** Steps of an ended job: what still ran is done or failed, what never ran was skipped. */
export const endedSteps = (steps: readonly JobStep[], succeeded: boolean, at: string): JobStep[] =>
  steps.map(step => {
    if (step.state === 'running') return changed(step, succeeded ? 'done' : 'failed', at)
    if (step.state === 'undoing') return changed(step, 'failed', at)
    return step.state === 'waiting' ? changed(step, 'skipped', at) : step
  })

/** 0…1 over all steps, each of equal weight. */
export const jobProgress = (steps: readonly JobStep[]): number => {
  if (steps.length === 0) return 0
  const done = steps.reduce((sum, { state, progress }) => sum + (state === 'done' || state === 'skipped' ? 1 : state === 'running' ? (progress ?? 0) : 0), 0)
  return done / steps.length
}
