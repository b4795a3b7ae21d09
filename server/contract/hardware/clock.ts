import { z } from 'zod'
import { forms } from './forms'

export const timerNames = ['rtc', 'pit', 'hpet', 'tsc', 'kvmclock', 'hypervclock', 'platform'] as const
export const tickPolicies = ['delay', 'catchup', 'merge', 'discard'] as const

/** One source of time of the guest (guide, ch. 8 and 23.16). What is null is left to the hypervisor. */
export const Timer = z.object({
  name: z.enum(timerNames),
  present: z.boolean().nullable().default(null),
  /** What becomes of ticks that could not be delivered in time. */
  tickPolicy: z.enum(tickPolicies).nullable().default(null),
  /** What the rtc follows. */
  track: z.enum(['boot', 'guest', 'wall']).nullable().default(null),
  /** Hz, of the tsc. */
  frequencyHz: z.int().min(1).nullable().default(null),
  /** For `catchup`; libvirt's defaults where null. */
  catchup: z.object({ threshold: z.int().min(1), slew: z.int().min(1), limit: z.int().min(1) }).nullable().default(null),
})
export type Timer = z.infer<typeof Timer>

/** https://libvirt.org/formatdomain.html#time-keeping */
export const Clock = z.object({
  offset: z.enum(['utc', 'localtime', 'timezone', 'variable']).default('utc'),
  /** For `timezone`: `Asia/Shanghai`. */
  timezone: z.string().regex(forms.timezone).max(64).default(''),
  /** For `variable`: seconds that the guest's clock is off, kept over restarts. */
  adjustmentSeconds: z.int().default(0),
  basis: z.enum(['utc', 'localtime']).default('utc'),
  timers: z.array(Timer).max(8).default([
    { name: 'rtc', tickPolicy: 'catchup', present: null, track: null, frequencyHz: null, catchup: null },
    { name: 'pit', tickPolicy: 'delay', present: null, track: null, frequencyHz: null, catchup: null },
    { name: 'hpet', present: false, tickPolicy: null, track: null, frequencyHz: null, catchup: null },
  ]),
})
export type Clock = z.infer<typeof Clock>
