import { describe, expect, it } from 'vitest'
import { graceMs, nextLiveness, retryDelayMs } from './liveness'
import type { Liveness, LivenessEvent } from './liveness'

const start = (status: Liveness['status']): Liveness => ({ status, attempts: 0, lostAt: null })
const failed: LivenessEvent = { type: 'failed' }
const connected: LivenessEvent = { type: 'connected' }
/** Statuses after failures at these moments (ms). */
const story = (from: Liveness['status'], moments: number[], vmCount = 0) => {
  let now = start(from)
  return moments.map((at) => {
    now = nextLiveness(now, failed, at, vmCount)
    return now.status
  })
}

describe('liveness (RHV-PWR-4)', () => {
  it('goes to connecting at the first failure and to non responsive after 60 s', () => {
    expect(story('up', [0, 30_000, 59_999, 60_000])).toEqual(['connecting', 'connecting', 'connecting', 'non_responsive'])
  })
  it('waits for three attempts even when the time is over', () => {
    expect(story('up', [0, 90_000, 90_001])).toEqual(['connecting', 'connecting', 'non_responsive'])
  })
  it('gives half a second more per machine', () => {
    expect(graceMs(100)).toBe(110_000)
    expect(story('up', [0, 1, 109_999, 110_000], 100)).toEqual(['connecting', 'connecting', 'connecting', 'non_responsive'])
  })
  it('is up again as soon as it answers, and the next loss begins anew', () => {
    const lost = nextLiveness(start('non_responsive'), failed, 5, 0)
    const back = nextLiveness(lost, connected, 10, 0)
    expect(back).toEqual(start('up'))
    expect(nextLiveness(back, failed, 1_000_000, 0)).toEqual({ status: 'connecting', attempts: 1, lostAt: 1_000_000 })
  })
  it('keeps installing until the first answer', () => {
    expect(story('installing', [0, 100_000, 200_000])).toEqual(['installing', 'installing', 'installing'])
    expect(nextLiveness(start('installing'), connected, 0, 0).status).toBe('up')
  })
  it('does not overrule maintenance', () => {
    expect(story('maintenance', [0, 100_000])).toEqual(['maintenance', 'maintenance'])
    expect(nextLiveness(start('maintenance'), connected, 0, 0).status).toBe('maintenance')
  })
  it('tries again soon, then every 5 s', () => {
    expect([1, 2, 3, 6, 20].map(retryDelayMs)).toEqual([250, 500, 1000, 5000, 5000])
  })
})
