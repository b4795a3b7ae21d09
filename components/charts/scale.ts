const steps = [1, 2, 2.5, 5, 10]

/** Round upper end of an axis, ≥ `max`, and about four ticks from 0. `base` 1024 for bytes, 1000 otherwise. */
export function valueTicks(max: number, base: 1000 | 1024 = 1000): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const unit = base ** Math.floor(Math.log(max) / Math.log(base))
  const inUnit = max / unit
  const magnitude = 10 ** Math.floor(Math.log10(inUnit / 4))
  const step = (steps.find(s => s * magnitude * 4 >= inUnit) ?? 10) * magnitude * unit
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, i) => i * step)
}

const minuteMs = 60_000
const tickMinutes = [1, 2, 3, 5, 10, 15, 30, 60, 120, 180, 240, 360]

/** Whole local minutes or hours between `from` and `to` (Unix ms), at most `count` of them. `offsetMinutes` = getTimezoneOffset(). */
export function timeTicks(from: number, to: number, count: number, offsetMinutes: number): number[] {
  const step = (tickMinutes.find(m => (to - from) / (m * minuteMs) <= count) ?? 1440) * minuteMs
  const shift = offsetMinutes * minuteMs
  const first = Math.ceil((from - shift) / step) * step + shift
  const ticks: number[] = []
  for (let at = first; at <= to; at += step) ticks.push(at)
  return ticks
}
