import type { HostStatus } from '@/server/contract/api/infrastructure'

/** What the manager knows about the connection to one host. Times in ms. */
export interface Liveness {
  status: HostStatus
  /** Failed attempts since the connection was lost. */
  attempts: number
  /** When it was lost; null while it stands. */
  lostAt: number | null
}

export type LivenessEvent = { type: 'connected' } | { type: 'failed' }

export interface GraceRule {
  /** RHV-PWR-4: 60 s. */
  baseMs: number
  perVmMs: number
  attempts: number
}
export const graceRule: GraceRule = { baseMs: 60_000, perVmMs: 500, attempts: 3 }

/** A host with many machines may be slow to answer: it gets more time (RHV-PWR-4). */
export const graceMs = (vmCount: number, rule: GraceRule = graceRule): number => rule.baseMs + rule.perVmMs * vmCount

/** What a person has decided about a host is not overruled by its connection. */
const decided: readonly HostStatus[] = ['maintenance', 'non_operational']
/** A host that never answered is still being installed: not answering is no news. */
const unheard: readonly HostStatus[] = ['installing']

/**
 * Up → Connecting at the first failure → Non responsive once both the grace is over and three attempts have failed → Up when
 * it answers again (RHV-PWR-4, without fencing).
 */
export function nextLiveness(now: Liveness, event: LivenessEvent, at: number, vmCount: number, rule: GraceRule = graceRule): Liveness {
  if (event.type === 'connected') return { status: decided.includes(now.status) ? now.status : 'up', attempts: 0, lostAt: null }
  const attempts = now.attempts + 1
  const lostAt = now.lostAt ?? at
  if (decided.includes(now.status) || unheard.includes(now.status) || now.status === 'non_responsive') return { status: now.status, attempts, lostAt }
  const over = attempts >= rule.attempts && at - lostAt >= graceMs(vmCount, rule)
  return { status: over ? 'non_responsive' : 'connecting', attempts, lostAt }
}

/** Pause before the next attempt: 250 ms doubled up to 5 s, so that a host that comes back is Up within seconds. */
export const retryDelayMs = (attempts: number): number => Math.min(5_000, 250 * 2 ** Math.max(0, attempts - 1))
