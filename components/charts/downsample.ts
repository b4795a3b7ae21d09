import type { ChartPoint } from './series'

/**
 * At most `limit` points for drawing: of each stretch of time the points with the lowest and the highest value of the
 * given series are kept, so a peak of ten seconds stays visible in 24 h (an average would hide it). Real points only;
 * of points without any value one is kept: there the line breaks.
 */
export function downsample(points: readonly ChartPoint[], keys: readonly string[], limit: number): readonly ChartPoint[] {
  if (points.length <= limit) return points
  const bucketCount = Math.max(1, Math.floor(limit / (2 * Math.max(1, keys.length))))
  const size = Math.ceil(points.length / bucketCount)
  const kept: ChartPoint[] = []
  for (let from = 0; from < points.length; from += size) {
    const bucket = points.slice(from, from + size)
    const chosen = new Set<ChartPoint>()
    for (const key of keys) for (const point of extremes(bucket, key)) chosen.add(point)
    const blank = bucket.find(point => keys.every(key => typeof point.values[key] !== 'number'))
    if (blank) chosen.add(blank)
    kept.push(...bucket.filter(p => chosen.has(p)))
  }
  return kept
}

function extremes(bucket: readonly ChartPoint[], key: string): ChartPoint[] {
  const known = bucket.filter(p => typeof p.values[key] === 'number')
  const valueOf = (p: ChartPoint): number => p.values[key] ?? 0
  const low = known.reduce<ChartPoint | null>((best, p) => (best && valueOf(best) <= valueOf(p) ? best : p), null)
  const high = known.reduce<ChartPoint | null>((best, p) => (best && valueOf(best) >= valueOf(p) ? best : p), null)
  return low && high ? [low, high] : []
}
