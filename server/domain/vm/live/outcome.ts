import type { LiveResult } from '@/server/contract/hardware/change'
import type { Difference } from './difference'
import { restartReasons } from './deed'

export type LiveReason = NonNullable<LiveResult['reason']>

/** Words of libvirt and QEMU that mean something of their own; their codes are general. */
const meanings: readonly { pattern: RegExp; code: string; text: string }[] = [
  { pattern: /already in the process of unplug|unplug request timed out/i, code: 'guest_silent', text: 'The guest has not let go of it yet.' },
  { pattern: /appropriate hotpluggable vcpus/i, code: 'boot_vcpus', text: 'The vCPUs that the machine was started with can be taken away only at its next start.' },
  { pattern: /No more available PCI slots|does not support hotplugging|not hotpluggable|no free slot/i, code: 'no_place', text: 'The running machine has no free place where this can be plugged in.' },
  { pattern: /tray|locked by the guest|is locked/i, code: 'tray_locked', text: 'The guest has locked the tray.' },
  { pattern: /guest is busy|guest is still in|Hot-unplug failed/i, code: 'guest_busy', text: 'The guest is busy and has refused.' },
]

export const reasonOf = (message: string): LiveReason => {
  const known = meanings.find(({ pattern }) => pattern.test(message))
  return known ? { code: known.code, params: {}, text: known.text } : { code: 'hypervisor', params: { text: message }, text: `The hypervisor says: ${message}` }
}

const silent: LiveReason = { code: 'guest_silent', params: {}, text: 'The guest has not let go of it yet.' }
const unanswered: Partial<Record<Difference['deed']['kind'], LiveReason>> = {
  unplug: silent,
  replug: silent,
  balloon: { code: 'balloon_silent', params: {}, text: 'The guest has not given the memory back or taken it yet.' },
  vcpus: silent,
}

const filled = (text: string, params: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))

/** What of a reason is no refusal: the guest may yet answer, or the next start does it. */
const outcomeOf: Partial<Record<string, LiveResult['outcome']>> = { guest_silent: 'waiting', boot_vcpus: 'needs_restart' }

/**
 * What became of each difference that was found: what is no difference any more is done, whatever was answered; the rest was refused for the
 * reason that was noted, or waits. `left` = fields that differ still.
 */
export const results = (found: readonly Difference[], left: ReadonlySet<string>, refusals: ReadonlyMap<string, LiveReason>): LiveResult[] =>
  found.map(({ deed, ...change }) => {
    if (!left.has(change.field)) return { ...change, outcome: 'done', reason: null }
    if (deed.kind === 'restart') {
      return { ...change, outcome: 'needs_restart', reason: { code: deed.code, params: deed.params, text: filled(restartReasons[deed.code], deed.params) } }
    }
    const refusal = refusals.get(change.field)
    if (refusal) return { ...change, outcome: outcomeOf[refusal.code] ?? 'refused', reason: refusal }
    const waits = unanswered[deed.kind]
    if (waits) return { ...change, outcome: 'waiting', reason: waits }
    return { ...change, outcome: 'refused', reason: { code: 'no_effect', params: {}, text: 'The hypervisor took it, but the machine is as it was.' } }
  })
