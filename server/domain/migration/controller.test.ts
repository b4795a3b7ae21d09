import { describe, expect, it } from 'vitest'
import { drive, initialState } from './controller'
import type { ControllerAction } from './controller'
import { chosenPolicy, migrationPolicies } from './policy'
import type { PolicyName } from './policy'

/** Iterations that leave these MiB, one each second. */
const story = (name: PolicyName, remaining: readonly number[], everyMs = 1_000, memoryMiB = 1_024): ControllerAction[] => {
  let state = initialState
  return remaining.flatMap((mib, at) => {
    const sample = { elapsedMs: at * everyMs, remainingBytes: mib * 1024 ** 2, iteration: at + 1, postCopy: false }
    const next = drive(migrationPolicies[name], memoryMiB, state, sample)
    state = next.state
    return next.actions
  })
}
const stalls = (times: number) => Array.from({ length: times + 1 }, () => 100)
const downtimes = (actions: ControllerAction[]) => actions.map(action => (action.kind === 'downtime' ? action.ms : action.kind))

describe('what is done on stalls', () => {
  it('nothing while each iteration leaves less', () => {
    expect(story('minimal_downtime', [900, 700, 500])).toEqual([])
  })
  it.each<[PolicyName, (number | string)[]]>([
    ['minimal_downtime', [150, 200, 300, 400, 500, 'abort']],
    ['suspend_if_needed', [150, 200, 300, 400, 500, 5000, 'suspend']],
    ['post_copy', [150, 200, 'post-copy']],
    ['very_large', [150, 200, 300, 400, 500, 1000, 5000, 'abort']],
    ['legacy', []],
  ])('%s', (name, actions) => {
    expect(migrationPolicies[name].initialDowntimeMs).toBe(name === 'legacy' ? 500 : 100)
    expect(downtimes(story(name, stalls(12)))).toEqual(actions)
  })
  it('an iteration that is seen twice stalls once', () => {
    const seen = { elapsedMs: 1, remainingBytes: 5, iteration: 1, postCopy: false }
    const first = drive(migrationPolicies.minimal_downtime, 1024, initialState, seen)
    expect(drive(migrationPolicies.minimal_downtime, 1024, first.state, seen).actions).toEqual([])
  })
  it('nothing any more in post-copy', () => {
    const seen = { elapsedMs: 9e9, remainingBytes: 5, iteration: 50, postCopy: true }
    expect(drive(migrationPolicies.legacy, 1024, initialState, seen).actions).toEqual([])
  })
})

describe('legacy: 52 MiB/s, 64 s for each GiB, 240 s without progress (RHV-MIG-1)', () => {
  it('has its figures', () => {
    expect(migrationPolicies.legacy).toMatchObject({ bandwidthMiBps: 52, timeoutMsPerGiB: 64_000, stallTimeoutMs: 240_000 })
  })
  it('ends when the time for its memory is over', () => {
    expect(story('legacy', [900, 800, 700], 70_000, 2_048)).toEqual([{ kind: 'abort', reason: 'The migration took longer than 128 s.' }])
  })
  it('ends without progress', () => {
    expect(story('legacy', [500, 500, 500, 500, 500, 500], 50_000, 16_384)).toEqual([{ kind: 'abort', reason: 'The migration made no progress for 240 s.' }])
  })
})

describe('which policy counts', () => {
  const own = '0c0f4f0e-0000-4000-8000-000000000001'
  const policies = new Map([[own, { ...migrationPolicies.legacy, name: 'ours' }]])
  it.each([
    [{ asked: 'legacy', machine: 'post_copy', cluster: 'very_large' }, 'legacy'],
    [{ machine: 'post_copy', cluster: 'very_large' }, 'post_copy'],
    [{ machine: null, cluster: 'very_large' }, 'very_large'],
    [{ machine: null, cluster: 'gone' }, 'minimal_downtime'],
    [{ machine: own, cluster: 'very_large' }, 'ours'],
  ])('%j → %s', (names, expected) => {
    expect(chosenPolicy({ ...names, own: policies, changes: [] }, 1_024).name).toBe(expected)
  })
  it('changes are put upon it: those of this migration over the machine’s over the cluster’s', () => {
    const changes = [{ bandwidthMiBps: 1 }, { bandwidthMiBps: 2, maxDowntimeMs: 50, parallel: 2 }, { bandwidthMiBps: 8, timeoutSeconds: 10 }]
    expect(chosenPolicy({ asked: 'legacy', own: policies, changes }, 2_048)).toMatchObject({
      bandwidthMiBps: 8, initialDowntimeMs: 50, timeoutMsPerGiB: 5_000, parallel: 2,
    })
  })
})
