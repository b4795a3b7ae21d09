import type { ChartPoint } from './series'

/**
 * Puts a point without values where figures are missing for longer than three usual steps, so that the line breaks there:
 * a machine that was off must not look as if it had worked evenly. The usual step is the median one.
 */
export function withGaps(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const steps = points.slice(1).map((point, i) => point.at - (points[i]?.at ?? point.at)).toSorted((a, b) => a - b)
  const usual = steps[Math.floor(steps.length / 2)]
  if (usual === undefined || (steps.at(-1) ?? 0) <= usual * 3) return points
  return points.flatMap((point, i) => {
    const next = points[i + 1]
    return next && next.at - point.at > usual * 3 ? [point, { at: point.at + usual, values: {} }] : [point]
  })
}
