export interface BackOff {
  /** Wait before the second attempt; it doubles from there. */
  firstMs: number
  maxMs: number
  /** A number from 0 to 1: which part of the upper half of each wait is used. Injected, so that many clients do not come at once, and tests know. */
  jitter: () => number
}

/** Wait in ms before attempt `attempt` (1 = the first one after a loss, which is quick: most often libvirtd has just been restarted). */
export function backOffMs(attempt: number, { firstMs, maxMs, jitter }: BackOff): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(full / 2 + (full / 2) * jitter())
}
