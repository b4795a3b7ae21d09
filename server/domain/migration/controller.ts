import type { MigrationPolicy, MigrationStats } from '@/server/contract/agent/migration'

/** What the controller remembers from one look to the next. */
export interface ControllerState {
  iteration: number
  /** Least that was ever left at the end of an iteration, in bytes. */
  leastRemaining: number | null
  /** Least that was ever left, and when it was first seen (ms of the migration). */
  lowMark: { bytes: number; atMs: number } | null
  /** Actions of the policy taken so far. */
  taken: number
}

export const initialState: ControllerState = { iteration: 0, leastRemaining: null, lowMark: null, taken: 0 }

export type ControllerAction =
  | { kind: 'downtime'; ms: number }
  | { kind: 'post-copy' }
  | { kind: 'suspend' }
  | { kind: 'abort'; reason: string }

type Seen = Pick<MigrationStats, 'elapsedMs' | 'remainingBytes' | 'iteration' | 'postCopy'>

const seconds = (ms: number): number => Math.round(ms / 1000)

/** A time that is over, in words; null while there is some left. */
function overdue(policy: MigrationPolicy, memoryMiB: number, { elapsedMs }: Seen, lowMark: { atMs: number }): string | null {
  const limitMs = policy.timeoutMsPerGiB === null ? null : Math.round((policy.timeoutMsPerGiB * memoryMiB) / 1024)
  if (limitMs !== null && elapsedMs > limitMs) return `The migration took longer than ${seconds(limitMs)} s.`
  if (policy.stallTimeoutMs !== null && elapsedMs - lowMark.atMs > policy.stallTimeoutMs) {
    return `The migration made no progress for ${seconds(policy.stallTimeoutMs)} s.`
  }
  return null
}

/**
 * Drives a migration by its policy: statistics in, actions out. An iteration that leaves no less than the best one before has stalled
 * (as oVirt's VDSM counts it) and takes the next action. In post-copy there is no way back, so nothing is done any more.
 */
export function drive(policy: MigrationPolicy, memoryMiB: number, state: ControllerState, seen: Seen): { state: ControllerState; actions: ControllerAction[] } {
  if (seen.postCopy) return { state, actions: [] }
  const lowMark = state.lowMark === null || seen.remainingBytes < state.lowMark.bytes ? { bytes: seen.remainingBytes, atMs: seen.elapsedMs } : state.lowMark
  const late = overdue(policy, memoryMiB, seen, lowMark)
  if (late) return { state: { ...state, lowMark }, actions: [{ kind: 'abort', reason: late }] }
  if (seen.iteration <= state.iteration) return { state: { ...state, lowMark }, actions: [] }
  const stalled = state.leastRemaining !== null && seen.remainingBytes >= state.leastRemaining
  const next = stalled ? policy.onStall[state.taken] : undefined
  return {
    state: {
      iteration: seen.iteration,
      leastRemaining: Math.min(seen.remainingBytes, state.leastRemaining ?? seen.remainingBytes),
      lowMark,
      taken: state.taken + (next ? 1 : 0),
    },
    actions: next ? [next.kind === 'abort' ? { kind: 'abort', reason: 'The guest changes its memory faster than it can be moved.' } : next] : [],
  }
}
