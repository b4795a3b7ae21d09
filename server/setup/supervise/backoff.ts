const firstMs = 200
const longestMs = 10_000
/** A program that lived this long was well: its next end starts from the shortest pause again. */
const wellAfterMs = 30_000

/** How long to wait before the next start: short after a single crash, longer while it keeps crashing. */
export function nextPauseMs(lastPauseMs: number, livedMs: number): number {
  if (lastPauseMs === 0 || livedMs >= wellAfterMs) return firstMs
  return Math.min(lastPauseMs * 2, longestMs)
}
