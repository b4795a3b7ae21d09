import type { VmObservation } from '@/server/contract/agent/vm'
import { isActive, isOff } from '@/server/domain/vm/observed'

/** The row's side of an observation. */
export interface ObservedRow {
  hostId: string | null
  observedState: string | null
  jobKind: string | null
}

/**
 * insert: nobody knows it: made by another tool. update: this host is right about it. stale: an old definition of a machine that
 * is elsewhere. doubt: it runs here, but it should be elsewhere: an event that comes late tells of the past, so both hosts are
 * asked what is now.
 */
export type Meaning = 'insert' | 'update' | 'stale' | 'doubt'

/** What it means that `hostId` reports this machine. */
export function meaningOf(row: ObservedRow | null, seen: Pick<VmObservation, 'state'>, hostId: string): Meaning {
  if (!row) return 'insert'
  if (row.hostId === null || row.hostId === hostId) return 'update'
  return isActive(seen.state) ? 'doubt' : 'stale'
}

/**
 * What to make of a machine that surely runs here while its row names another host. `there` = what that host answers; null when
 * it can't be asked. move: it was moved by hand. twice: the one thing that must never be. wait: a job is about to settle it.
 */
export function verdictOf(row: ObservedRow, there: 'active' | 'inactive' | null): 'move' | 'twice' | 'wait' {
  // While it moves it is on both hosts, and its job settles where it ends.
  if (row.jobKind === 'vm.migrate') return 'wait'
  if (there === 'active' || (there === null && isActive(row.observedState))) return 'twice'
  // A start that is under way elsewhere would make it run twice.
  if (row.jobKind !== null) return row.jobKind === 'vm.start' ? 'twice' : 'wait'
  return 'move'
}

interface Transition {
  code: string
  severity: 'info' | 'warning' | 'error'
  text: (name: string, reason: string) => string
  /** Jobs that make this happen: then their own events tell it. */
  by: readonly string[]
}

const transitions: Record<string, Transition> = {
  stopped: { code: 'vm.stopped', severity: 'info', text: (name, reason) => `${name} stopped (${reason}).`, by: ['vm.shutdown', 'vm.poweroff', 'vm.delete', 'vm.migrate'] },
  crashed: { code: 'vm.crashed', severity: 'error', text: (name, reason) => `${name} crashed (${reason}).`, by: [] },
  started: { code: 'vm.started', severity: 'info', text: (name, reason) => `${name} was started outside Atrium (${reason}).`, by: ['vm.start', 'vm.create', 'vm.migrate', 'vm.save'] },
  paused: { code: 'vm.paused', severity: 'info', text: (name, reason) => `${name} was paused (${reason}).`, by: ['vm.suspend', 'vm.start', 'vm.migrate', 'vm.save'] },
  paused_io: { code: 'vm.paused_io', severity: 'error', text: name => `${name} was paused because its storage failed.`, by: [] },
  resumed: { code: 'vm.resumed', severity: 'info', text: name => `${name} goes on.`, by: ['vm.resume', 'vm.migrate', 'vm.save'] },
  saved: { code: 'vm.saved', severity: 'info', text: name => `The memory of ${name} was saved to disk.`, by: ['vm.save', 'vm.start'] },
  discarded: { code: 'vm.discarded', severity: 'warning', text: name => `The saved memory of ${name} was thrown away.`, by: ['vm.discard_saved', 'vm.delete'] },
}

const transitionName = (before: string | null, after: string): string | null => {
  if (before === after) return null
  if (after === 'crashed' || after === 'paused_io') return after
  if (after === 'saved') return isActive(before) ? 'saved' : null
  if (after === 'down' && before === 'saved') return 'discarded'
  if (after === 'down') return isActive(before) || before === 'crashed' ? 'stopped' : null
  if (after === 'running') return before === 'paused' || before === 'paused_io' ? 'resumed' : before === 'saved' || isOff(before) ? 'started' : null
  return after === 'paused' ? 'paused' : null
}

export interface ObservedEvent {
  code: string
  severity: 'info' | 'warning' | 'error'
  message: string
}

/** The audit event of a change that no job explains; null when there is nothing to tell. */
export function observedEvent(row: ObservedRow, seen: Pick<VmObservation, 'state' | 'reason' | 'name'>): ObservedEvent | null {
  const name = transitionName(row.observedState, seen.state)
  const transition = name ? transitions[name] : undefined
  if (!transition || (row.jobKind !== null && transition.by.includes(row.jobKind))) return null
  return { code: transition.code, severity: transition.severity, message: transition.text(seen.name, seen.reason) }
}
