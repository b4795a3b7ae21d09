import { expect, test } from 'vitest'
import { ranges } from './ranges'

test('CPUs in a row become a range', () => {
  expect(ranges([3, 0, 1, 2, 5, 8, 9])).toBe('0–3, 5, 8–9')
  expect(ranges([])).toBe('')
  expect(ranges([4, 4])).toBe('4')
})
