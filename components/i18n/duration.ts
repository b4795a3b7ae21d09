const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

export type DurationUnit = (typeof spans)[number][0]

/** The two largest units of a time span in ms: 2 days 5 hours; at least "0 seconds". */
export function durationParts(ms: number): { unit: DurationUnit; value: number }[] {
  let rest = Math.max(0, ms)
  const parts = spans.map(([unit, size]) => {
    const value = Math.floor(rest / size)
    rest -= value * size
    return { unit, value }
  })
  const first = parts.findIndex(p => p.value > 0)
  if (first === -1) return [{ unit: 'second', value: 0 }]
  return parts.slice(first, first + 2).filter(p => p.value > 0)
}
