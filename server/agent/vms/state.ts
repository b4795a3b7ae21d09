import type { ObservedState } from '@/server/contract/agent/vm'

/** virDomainState by libvirt's words; the reasons are those of the enums virDomain…Reason (libvirt-domain.h), in their order. */
const states: Record<string, { state: ObservedState; reasons: readonly string[] }> = {
  nostate: { state: 'down', reasons: ['unknown'] },
  running: {
    state: 'running',
    reasons: [
      'unknown',
      'booted',
      'migrated',
      'restored',
      'from_snapshot',
      'unpaused',
      'migration_canceled',
      'save_canceled',
      'wakeup',
      'crashed',
      'postcopy',
      'postcopy_failed',
    ],
  },
  blocked: { state: 'running', reasons: ['unknown'] },
  paused: {
    state: 'paused',
    reasons: [
      'unknown',
      'user',
      'migration',
      'save',
      'dump',
      'ioerror',
      'watchdog',
      'from_snapshot',
      'shutting_down',
      'snapshot',
      'crashed',
      'starting_up',
      'postcopy',
      'postcopy_failed',
      'api_error',
    ],
  },
  shutdown: { state: 'shutting_down', reasons: ['unknown', 'user'] },
  shutoff: { state: 'down', reasons: ['unknown', 'shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from_snapshot', 'daemon'] },
  crashed: { state: 'crashed', reasons: ['unknown', 'panicked'] },
  pmsuspended: { state: 'pmsuspended', reasons: ['unknown'] },
}

/** Reasons that make a state of their own: a machine that waits for space, or whose memory is just arriving. */
const byReason: Record<string, ObservedState> = {
  'paused ioerror': 'paused_io',
  'paused migration': 'migrating_in',
  'shutoff crashed': 'crashed',
  'paused crashed': 'crashed',
}

/** State in Atrium's words and libvirt's short reason. */
export const observedState = (word: string, reason: number): { state: ObservedState; reason: string } => {
  const known = states[word]
  const why = known?.reasons[reason] ?? 'unknown'
  return { state: byReason[`${word} ${why}`] ?? known?.state ?? 'down', reason: why }
}

/** A machine without a process whose memory libvirt keeps; the reason of its stop is lost when libvirtd restarts, the image is not. */
export const saved = { state: 'saved', reason: 'saved' } as const

/** Does QEMU exist for a machine in this state? */
export const isActive = (word: string): boolean => word !== 'shutoff' && word !== 'nostate'
