import type { Codec } from '@/server/libvirt/xdr/codec'
import { int } from '@/server/libvirt/xdr/primitives'
import { domain } from '@/server/libvirt/procedures/objects'
import type { Domain } from '@/server/libvirt/procedures/objects'

const DETAILS = {
  defined: ['added', 'updated', 'renamed', 'from-snapshot'],
  undefined: ['removed', 'renamed'],
  started: ['booted', 'migrated', 'restored', 'from-snapshot', 'wakeup'],
  suspended: ['paused', 'migrated', 'io-error', 'watchdog', 'restored', 'from-snapshot', 'api-error', 'postcopy', 'postcopy-failed'],
  resumed: ['unpaused', 'migrated', 'from-snapshot', 'postcopy', 'postcopy-failed'],
  stopped: ['shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from-snapshot'],
  shutdown: ['finished', 'guest', 'host'],
  pmsuspended: ['memory', 'disk'],
  crashed: ['panicked', 'crashloaded'],
} as const

type Details = typeof DETAILS
type Name = keyof Details

/** What happened and why; `unknown` stands for what a newer libvirt may add. */
export type Lifecycle = { [N in Name]: { event: N; detail: Details[N][number] | 'unknown' } }[Name] | { event: 'unknown'; detail: 'unknown' }

const NAMES = Object.keys(DETAILS) as Name[]

/** A domain, virDomainEventType and the detail that belongs to it. */
export const domainLifecycleChange: Codec<{ domain: Domain } & Lifecycle, never> = {
  encode: () => undefined,
  decode(reader) {
    const subject = domain.decode(reader)
    const name = NAMES[int.decode(reader)]
    const detail = int.decode(reader)
    if (name === undefined) return { domain: subject, event: 'unknown', detail: 'unknown' }
    return { domain: subject, event: name, detail: DETAILS[name][detail] ?? 'unknown' } as { domain: Domain } & Lifecycle
  },
}
