import { describe, expect, it } from 'vitest'
import { backOffMs } from './backOff'

describe('backOffMs', () => {
  const waits = (jitter: number): number[] => [1, 2, 3, 4, 5, 99].map((attempt) => backOffMs(attempt, { firstMs: 200, maxMs: 2_000, jitter: () => jitter }))

  it('doubles up to the limit', () => {
    expect(waits(1)).toEqual([200, 400, 800, 1600, 2000, 2000])
  })

  it('spreads over the upper half', () => {
    expect(waits(0)).toEqual([100, 200, 400, 800, 1000, 1000])
    expect(waits(0.5)).toEqual([150, 300, 600, 1200, 1500, 1500])
  })
})
