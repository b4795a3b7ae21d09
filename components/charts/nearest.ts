import type { ChartPoint } from './series'

/** Index of the point nearest in time, by bisection; -1 when there is none. Points are sorted by time. */
export function nearestIndex(points: readonly ChartPoint[], at: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  const before = points[low - 1]
  const after = points[low]
  if (!before) return after ? low : -1
  if (!after) return low - 1
  return at - before.at <= after.at - at ? low - 1 : low
}
