import { describe, expect, it } from 'vitest'
import { toCsv } from './csv'
import { downsample } from './downsample'
import { withGaps } from './gaps'
import { nearestIndex } from './nearest'
import { timeTicks, valueTicks } from './scale'
import { chartRange, type ChartPoint } from './series'
import { sparklinePath } from './sparkline'

const point = (at: number, cpu: number | null): ChartPoint => ({ at, values: { cpu } })

describe('toCsv', () => {
  it('writes a header, ISO times, full precision and empty cells', () => {
    const csv = toCsv([{ key: 'cpu', label: 'CPU, %' }, { key: 'mem', label: 'Memory "used"' }], [
      { at: Date.UTC(2026, 0, 2, 3, 4, 5), values: { cpu: 12.345678, mem: null } },
    ])
    expect(csv).toBe('time,"CPU, %","Memory ""used"""\r\n2026-01-02T03:04:05.000Z,12.345678,\r\n')
  })

  it('never lets a name become a formula', () => {
    expect(toCsv([{ key: 'a', label: '=1+1' }, { key: 'b', label: '@x' }], [])).toBe("time,'=1+1,'@x\r\n")
  })
})

describe('downsample', () => {
  it('keeps few points as they are', () => {
    const points = [point(1, 1), point(2, 2)]
    expect(downsample(points, ['cpu'], 10)).toBe(points)
  })

  it('keeps peaks and valleys, real points in order', () => {
    const points = Array.from({ length: 8640 }, (_, i) => point(i, i === 4321 ? 99 : i === 7000 ? -1 : 10 + (i % 3)))
    const drawn = downsample(points, ['cpu'], 400)
    expect(drawn.length).toBeLessThanOrEqual(400)
    expect(drawn).toContain(points[4321])
    expect(drawn).toContain(points[7000])
    expect(drawn.map(p => p.at)).toEqual(drawn.map(p => p.at).toSorted((a, b) => a - b))
  })

  it('keeps a stretch without values as a gap', () => {
    const drawn = downsample(Array.from({ length: 100 }, (_, i) => point(i, i < 50 ? 1 : null)), ['cpu'], 10)
    expect(drawn.some(p => p.values['cpu'] === null)).toBe(true)
    expect(drawn.length).toBeLessThan(20)
  })
})

describe('withGaps', () => {
  it('breaks the line where figures are missing', () => {
    const points = [0, 10, 20, 90, 100].map(at => point(at, 1))
    expect(withGaps(points).map(p => [p.at, p.values['cpu'] ?? null])).toEqual([[0, 1], [10, 1], [20, 1], [30, null], [90, 1], [100, 1]])
  })
  it('leaves even steps, late samples and few points alone', () => {
    for (const times of [[], [1], [0, 500], [0, 10, 21, 40, 50]]) {
      const points = times.map(at => point(at, 1))
      expect(withGaps(points)).toBe(points)
    }
  })
})

describe('nearestIndex', () => {
  const points = [point(10, 1), point(20, 2), point(40, 3)]
  it.each([[0, 0], [14, 0], [16, 1], [30, 1], [31, 2], [99, 2]])('%i is nearest to point %i', (at, index) => {
    expect(nearestIndex(points, at)).toBe(index)
  })
  it('has none without points', () => {
    expect(nearestIndex([], 5)).toBe(-1)
  })
})

describe('ticks', () => {
  it.each([[100, [0, 25, 50, 75, 100]], [3, [0, 1, 2, 3]], [0, [0, 1]], [7, [0, 2, 4, 6, 8]]])('%f', (max, ticks) => {
    expect(valueTicks(max)).toEqual(ticks)
  })
  it('uses round binary units for bytes', () => {
    expect(valueTicks(3 * 1024 * 1024, 1024)).toEqual([0, 1, 2, 3].map(n => n * 1024 * 1024))
  })
  it('reaches the largest value', () => {
    for (const max of [0.03, 1, 9.9, 123, 4097, 1e9]) expect(valueTicks(max).at(-1)).toBeGreaterThanOrEqual(max)
  })
  it('puts times on whole local steps', () => {
    const from = Date.UTC(2026, 0, 1, 0, 7)
    const ticks = timeTicks(from, from + 60 * 60_000, 6, -480)
    expect(ticks.map(t => new Date(t).toISOString().slice(11, 16))).toEqual(['00:10', '00:20', '00:30', '00:40', '00:50', '01:00'])
    const day = timeTicks(from, from + 24 * 60 * 60_000, 6, -480)
    expect(day.map(t => new Date(t + 8 * 60 * 60_000).getUTCHours() % 4)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('sparklinePath', () => {
  it('goes from left to right, held in its box', () => {
    expect(sparklinePath([0, 50, 200], 100, 100, 20)).toBe('M0.0 20.0L50.0 10.0L100.0 0.0')
  })
  it('breaks at an unknown value and is empty without two', () => {
    expect(sparklinePath([1, null, 1, 1], 1, 3, 1)).toBe('M0.0 0.0M2.0 0.0L3.0 0.0')
    expect(sparklinePath([1, null], 1, 3, 1)).toBe('')
  })
})

describe('chartRange', () => {
  it('reads the URL and falls back to an hour', () => {
    expect(['15', '1440', '7', '', null].map(chartRange)).toEqual([15, 1440, 60, 60, 60])
  })
})
