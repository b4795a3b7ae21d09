import type { VmStatus } from '@/server/contract/api/vm'

/** The contract's list is beside its zod schemas, which the page does not carry; the type keeps this one complete. */
const known: Record<VmStatus, true> = {
  up: true, down: true, starting: true, paused: true, paused_io: true, saving: true, suspended: true, migrating: true,
  shutting_down: true, rebooting: true, locked: true, not_responding: true, crashed: true,
}
export const vmStatuses: readonly string[] = Object.keys(known)
