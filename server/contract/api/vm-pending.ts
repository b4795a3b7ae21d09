import { z } from 'zod'
import { HardwareChange, LiveResult } from '../hardware/change'
import { Instant, Reason } from './common'

/** Memory of a running machine that modules can be plugged into. MiB. */
export const MemoryRoom = z.object({
  host: z.string(),
  /** What its host has left for it, beside what it has. */
  freeMiB: z.int(),
  /** All that it has, with its modules. */
  hasMiB: z.int(),
  /** What it was started for at most. */
  maxMiB: z.int(),
})
export type MemoryRoom = z.infer<typeof MemoryRoom>

/** `refusal` = the last attempt to make it live was not done: why, and since when. It goes when the change is made, live or by a restart. */
export const PendingChange = HardwareChange.extend({
  refusal: LiveResult.pick({ outcome: true, reason: true }).extend({ at: Instant }).nullable(),
  /** Why it can't be made live now, though it could be: its host has no room for it. */
  blocked: Reason.nullable(),
})
export type PendingChange = z.infer<typeof PendingChange>
