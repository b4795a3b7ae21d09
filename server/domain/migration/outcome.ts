import type { VmObservation } from '@/server/contract/agent/vm'

/** What one host says of the machine: undefined = it can't be asked, null = it does not know it. */
export type Told = Pick<VmObservation, 'state' | 'reason'> | null | undefined

/** `rest`: QEMU is there, but stopped by the migration itself: memory that has just left, or is just arriving. */
export type Side = 'active' | 'rest' | 'down' | 'unreachable'

export type Outcome =
  /** It is on the source; `resume`: libvirt left it stopped there. */
  | { where: 'source'; resume: boolean }
  /** It is on the destination; `rest`: the source still holds the stopped process. */
  | { where: 'destination'; rest: boolean; confirmed: boolean }
  /** Nobody has it running. */
  | { where: 'nowhere' }
  /** Not all that must be known is known. Nothing may be done. */
  | { where: 'unknown'; unheard: ('source' | 'destination')[] }
  /** Memory still travels, or libvirt has not ended it yet: look again. */
  | { where: 'moving' }
  | { where: 'twice' }

const stoppedByMigration = new Set(['migration', 'postcopy', 'postcopy_failed', 'starting_up'])

export function sideOf(told: Told): Side {
  if (told === undefined) return 'unreachable'
  if (told === null || told.state === 'down' || told.state === 'crashed') return 'down'
  if (told.state === 'migrating_in' || (told.state === 'paused' && stoppedByMigration.has(told.reason))) return 'rest'
  return 'active'
}

/** libvirt itself says that it has handed the machine over. */
const handedOver = (source: Told): boolean => source?.state === 'down' && source.reason === 'migrated'

type Judge = (source: Told, destination: Told) => Outcome
const on = (outcome: Outcome): Judge => () => outcome

/** Rows: what the source says. Columns: what the destination says. */
const table: Record<Side, Record<Side, Judge>> = {
  active: {
    active: on({ where: 'twice' }),
    // Arriving memory without a running guest: the source has it.
    rest: on({ where: 'moving' }),
    down: on({ where: 'source', resume: false }),
    // A source whose guest runs has not handed it over.
    unreachable: on({ where: 'source', resume: false }),
  },
  rest: {
    active: on({ where: 'destination', rest: true, confirmed: true }),
    rest: on({ where: 'moving' }),
    down: on({ where: 'source', resume: true }),
    unreachable: on({ where: 'unknown', unheard: ['destination'] }),
  },
  down: {
    active: on({ where: 'destination', rest: false, confirmed: true }),
    rest: on({ where: 'moving' }),
    down: on({ where: 'nowhere' }),
    unreachable: source => (handedOver(source) ? { where: 'destination', rest: false, confirmed: false } : { where: 'unknown', unheard: ['destination'] }),
  },
  unreachable: {
    // Its guest runs: libvirt starts it only after the source has given everything away.
    active: on({ where: 'destination', rest: false, confirmed: true }),
    rest: on({ where: 'unknown', unheard: ['source'] }),
    down: on({ where: 'unknown', unheard: ['source'] }),
    unreachable: on({ where: 'unknown', unheard: ['source', 'destination'] }),
  },
}

/**
 * Where a machine is after its migration ended in whatever way, from what both hosts say now (ARCHITECTURE, idea 9: never run one
 * machine twice). It never guesses.
 */
export const migrationOutcome = (source: Told, destination: Told): Outcome => table[sideOf(source)][sideOf(destination)](source, destination)

const postCopy = new Set(['postcopy', 'postcopy_failed'])

/**
 * May the stopped process at the source be ended? Only when the other one runs and needs nothing of it any more: in post-copy part of
 * its memory is still here, and would be lost.
 */
export const restMayGo = (source: Told, destination: Told): boolean =>
  sideOf(source) === 'rest' && sideOf(destination) === 'active' && !postCopy.has(destination?.reason ?? '') && source?.reason !== 'postcopy_failed'
