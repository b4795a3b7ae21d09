import type { ActionState, Reason } from '@/server/contract/api/common'

/** Sizes in MiB; null = no host has told. */
export interface Space {
  capacityMiB: number | null
  freeMiB: number | null
  /** Sum of what the disks may grow to. */
  committedMiB: number
}

export interface SpaceLimits {
  /** Free space below this share of the capacity is warned of; 0 = never. */
  warningFreePercent: number
  /** Free space below this takes no new disks; null = the default. */
  blockingFreeMiB: number | null
  /** What disks may grow to, as a share of the capacity; null = no limit. */
  overcommitPercent: number | null
}

export const spaceLevels = ['unknown', 'enough', 'low', 'blocked'] as const
export type SpaceLevel = (typeof spaceLevels)[number]

/** oVirt's "critical space action blocker" of 5 GiB, but of a small domain not more than its twentieth part. */
export const blockingMiB = ({ capacityMiB }: Pick<Space, 'capacityMiB'>, { blockingFreeMiB }: Pick<SpaceLimits, 'blockingFreeMiB'>): number =>
  blockingFreeMiB ?? Math.min(5120, Math.floor((capacityMiB ?? 0) / 20))

export const warningMiB = ({ capacityMiB }: Pick<Space, 'capacityMiB'>, { warningFreePercent }: Pick<SpaceLimits, 'warningFreePercent'>): number =>
  Math.floor(((capacityMiB ?? 0) * warningFreePercent) / 100)

/** How full it is by its two thresholds (RHV-STO-9). */
export function spaceLevel(space: Pick<Space, 'capacityMiB' | 'freeMiB'>, limits: SpaceLimits): SpaceLevel {
  if (space.capacityMiB === null || space.freeMiB === null) return 'unknown'
  if (space.freeMiB < blockingMiB(space, limits)) return 'blocked'
  return space.freeMiB < warningMiB(space, limits) ? 'low' : 'enough'
}

/**
 * Whether its space is low, for the event that is given once: what was low stays so until a hundredth of the capacity more is free
 * than the threshold, so that a disk that breathes does not make an event each minute.
 */
export function isLow(before: boolean, space: Pick<Space, 'capacityMiB' | 'freeMiB'>, limits: SpaceLimits): boolean {
  const level = spaceLevel(space, limits)
  if (level === 'unknown') return before
  if (level !== 'enough') return true
  return before && (space.freeMiB ?? 0) < warningMiB(space, limits) + (space.capacityMiB ?? 0) / 100
}

const refused = (code: string, text: string, params: Reason['params']): ActionState => ({ allowed: false, reason: { code, params, text } })

/** Whether a disk that may grow to `sizeMiB` may be made on it: the blocking threshold and the limit of over-commitment. */
export function roomForDisk({ name, ...space }: Space & SpaceLimits & { name: string }, sizeMiB: number): ActionState {
  const { capacityMiB, freeMiB, committedMiB, overcommitPercent } = space
  if (capacityMiB === null || freeMiB === null) return { allowed: true, reason: null }
  const blocking = blockingMiB(space, space)
  if (freeMiB < blocking) {
    return refused('domain_blocked', `Storage domain ${name} has ${freeMiB} MiB left and takes no new disks below ${blocking} MiB.`, { name, freeMiB, blockingMiB: blocking })
  }
  const most = overcommitPercent === null ? Infinity : Math.floor((capacityMiB * overcommitPercent) / 100)
  if (committedMiB + sizeMiB <= most) return { allowed: true, reason: null }
  return refused(
    'domain_overcommitted', `${sizeMiB} MiB more would promise ${committedMiB + sizeMiB} MiB to disks of storage domain ${name}; ${most} MiB (${overcommitPercent} % of it) may be promised.`,
    { name, sizeMiB, mostMiB: most, percent: overcommitPercent ?? 0 },
  )
}
