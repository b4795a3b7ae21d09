import type { CloseReason } from './close'

/**
 * A console's connection. `off`: the machine shows nothing now. `waiting`: tries again by itself. `ended`: only a person
 * opens it again. `denied`: no use in trying.
 */
export type ConsolePhase = 'off' | 'connecting' | 'open' | 'waiting' | 'ended' | 'denied'

export interface ConsoleConnection {
  phase: ConsolePhase
  /** Attempts that failed in a row: the back-off grows with it. */
  attempt: number
  reason: CloseReason | null
}

export type ConsoleEvent =
  | { type: 'machineOn' | 'machineOff' | 'moved' | 'opened' | 'settled' | 'retry' | 'leave' }
  | { type: 'closed'; reason: CloseReason; protocol: 'vnc' | 'serial' }

type Move = 'machineOn' | 'machineOff' | 'moved' | 'opened' | 'settled' | 'retry' | 'leave' | 'lost' | 'gone' | 'refused'

/** All moves; what is not in the table changes nothing. */
const table: Record<ConsolePhase, Partial<Record<Move, ConsolePhase>>> = {
  off: { machineOn: 'connecting' },
  connecting: { opened: 'open', lost: 'waiting', gone: 'ended', refused: 'denied', machineOff: 'off', leave: 'ended' },
  open: { settled: 'open', lost: 'waiting', gone: 'ended', refused: 'denied', machineOff: 'off', leave: 'ended' },
  waiting: { retry: 'connecting', moved: 'connecting', machineOff: 'off', leave: 'ended' },
  ended: { retry: 'connecting', moved: 'connecting', machineOff: 'off' },
  denied: { retry: 'connecting' },
}

/**
 * A serial console has one reader: when it goes while the machine runs, somebody else took it over, and fetching it back
 * by itself would start a tug of war. A screen can have many viewers, so VNC comes back by itself.
 */
const moveOfClose: Record<CloseReason, (protocol: 'vnc' | 'serial') => Move> = {
  ticket_refused: () => 'lost',
  no_such_vm: () => 'refused',
  forbidden: () => 'refused',
  not_running: () => 'lost',
  console_gone: protocol => (protocol === 'serial' ? 'gone' : 'lost'),
  host_unreachable: () => 'lost',
  connection_lost: () => 'lost',
  left: () => 'leave',
}

export const firstConnection = (machineOn: boolean): ConsoleConnection => ({ phase: machineOn ? 'connecting' : 'off', attempt: 0, reason: null })

/** Pure step of the connection; the hook acts on the phase it returns. */
export function nextConnection(now: ConsoleConnection, event: ConsoleEvent): ConsoleConnection {
  // Its console went with it to another host: nobody has taken it over. One that was closed by hand stays closed.
  if (event.type === 'moved' && now.reason === 'left') return now
  const move = event.type === 'closed' ? moveOfClose[event.reason](event.protocol) : event.type
  const phase = table[now.phase][move]
  if (phase === undefined) return now
  if (event.type === 'closed') return { phase, attempt: phase === 'waiting' ? now.attempt + 1 : 0, reason: event.reason }
  if (move === 'leave') return { phase, attempt: 0, reason: 'left' }
  const keepsCount = move === 'retry' || move === 'opened'
  return { phase, attempt: keepsCount ? now.attempt : 0, reason: move === 'retry' ? now.reason : null }
}

const backOffMs = [300, 1000, 2000, 4000, 8000, 15_000] as const

/** Pause in ms before attempt number `attempt` (1 = the first after a loss). */
export const retryDelayMs = (attempt: number): number => backOffMs[Math.min(Math.max(attempt, 1), backOffMs.length) - 1] ?? 15_000
