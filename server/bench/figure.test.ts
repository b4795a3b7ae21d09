import { expect, test } from 'vitest'
import { keeps, median, percentile, table, type Figure } from './figure'

test('percentiles are samples, by nearest rank', () => {
  const samples = [5, 1, 4, 2, 3]
  expect([median(samples), percentile(samples, 0.95), percentile(samples, 0), percentile([7], 0.5)]).toEqual([3, 5, 1, 7])
  expect(() => median([])).toThrow(RangeError)
})

test('a promise is kept at its very limit', () => {
  const figure: Figure = { name: 'start', value: 300, unit: 'ms', limit: { at: 'most', value: 300 }, note: '' }
  expect([keeps(figure), keeps({ ...figure, value: 301 }), keeps({ ...figure, limit: { at: 'least', value: 301 } }), keeps({ name: 'x', value: 1, unit: '%', note: '' })]).toEqual([true, false, false, true])
})

test('the table says what was measured, promised and kept', () => {
  expect(table([{ name: 'start', value: 123.4, unit: 'ms', limit: { at: 'most', value: 100 }, note: 'beside virsh' }]).split('\n')).toEqual([
    '| figure | measured | promised | kept | how          |',
    '|--------|----------|----------|------|--------------|',
    '| start  | 123 ms   | ≤ 100 ms | NO   | beside virsh |',
  ])
})
