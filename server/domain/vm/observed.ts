import type { ObservedState } from '@/server/contract/agent/vm'

/** No QEMU works for a machine in these states. `saved` is one that goes on from its host's disk. */
export const inactiveStates = ['down', 'crashed', 'saved'] as const satisfies readonly ObservedState[]

/** Down for good: no memory of it is anywhere, so it may be defined anew, moved and removed. */
export const offStates = ['down', 'crashed'] as const satisfies readonly ObservedState[]

/** Null = nothing is known of it. */
export const isActive = (state: string | null): boolean => state !== null && !inactiveStates.some(inactive => inactive === state)
export const isOff = (state: string | null): boolean => offStates.some(off => off === state)
