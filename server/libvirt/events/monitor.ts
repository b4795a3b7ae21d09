import type { Codec } from '@/server/libvirt/xdr/codec'
import { optional, struct } from '@/server/libvirt/xdr/compose'
import { quantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { domain } from '@/server/libvirt/procedures/objects'
import type { Domain } from '@/server/libvirt/procedures/objects'
import { eventAs } from './event'

const message = struct({ domain, event: string, seconds: quantity, microseconds: uint, details: optional(string) })

/** QEMU's word for the cause (ShutdownCause of qapi/run-state.json): `guest-reset`, `guest-shutdown`, `host-signal` …; empty when it gives none. */
const reasonOf = (details: string | undefined): string => {
  try {
    const parsed: unknown = JSON.parse(details ?? 'null')
    return typeof parsed === 'object' && parsed !== null && 'reason' in parsed && typeof parsed.reason === 'string' ? parsed.reason : ''
  } catch {
    // QEMU is as trustworthy as its guest.
    return ''
  }
}

const shutdown: Codec<{ domain: Domain; reason: string }, never> = {
  encode: () => undefined,
  decode(reader) {
    const { domain: subject, details } = message.decode(reader)
    return { domain: subject, reason: reasonOf(details) }
  },
}

/** QEMU's own events, where libvirt's say less: a guest that wants to restart and one that powers off are the same to those. */
export const monitorEvents = {
  'qemu-shutdown': eventAs(0, 6, shutdown),
}
