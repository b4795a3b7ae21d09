import { describe, expect, it } from 'vitest'
import { endedSteps, jobProgress, waitingSteps, withProgress, withStep } from './steps'

const t0 = '2026-01-01T00:00:00.000Z'
const t1 = '2026-01-01T00:00:01.000Z'
const states = (steps: readonly { state: string }[]) => steps.map(({ state }) => state)

describe('steps of a job', () => {
  it('ends the step before when the next one runs', () => {
    const first = withStep(waitingSteps(['a', 'b', 'c']), 'a', 'running', t0)
    const second = withStep(first, 'b', 'running', t1)
    expect(states(second)).toEqual(['done', 'running', 'waiting'])
    expect(second[0]).toEqual({ name: 'a', state: 'done', progress: null, startedAt: t0, endedAt: t1 })
  })
  it('passes over a step that is not needed', () => {
    const first = withStep(waitingSteps(['a', 'b', 'c']), 'a', 'running', t0)
    expect(states(withStep(first, 'c', 'running', t1))).toEqual(['done', 'skipped', 'running'])
  })
  it('does nothing twice', () => {
    const once = withStep(waitingSteps(['a']), 'a', 'running', t0)
    expect(withStep(once, 'a', 'running', t1)).toEqual(once)
  })
  it('counts progress over all steps', () => {
    const running = withProgress(withStep(withStep(waitingSteps(['a', 'b', 'c', 'd']), 'a', 'running', t0), 'b', 'running', t1), 'b', 0.5)
    expect(jobProgress(running)).toBe(0.375)
    expect(jobProgress([])).toBe(0)
  })
  it('leaves no step open at the end', () => {
    const running = withStep(waitingSteps(['a', 'b', 'c']), 'b', 'running', t0)
    expect(states(endedSteps(running, true, t1))).toEqual(['skipped', 'done', 'skipped'])
    expect(states(endedSteps(withStep(running, 'a', 'undone', t0), false, t1))).toEqual(['undone', 'failed', 'skipped'])
  })
})
