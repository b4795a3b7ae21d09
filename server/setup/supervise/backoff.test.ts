import { expect, test } from 'vitest'
import { nextPauseMs } from './backoff'

test('a program that keeps crashing is started ever more slowly, up to 10 s', () => {
  const pauses = [0]
  while (pauses.length < 9) pauses.push(nextPauseMs(pauses.at(-1) ?? 0, 100))
  expect(pauses.slice(1)).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
})

test('one that was well for a while starts at once again', () => {
  expect(nextPauseMs(10_000, 30_000)).toBe(200)
})
