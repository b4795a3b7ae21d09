import type { MemoryRoom } from '@/server/contract/api/vm-pending'
import type { Reason } from '@/server/contract/api/common'
import { memoryStepMiB } from '@/server/domain/vm/live/memory'

/**
 * Why a running machine's host has no room for it to grow to `wantsMiB`, its modules among them. What others have or are promised is not free: the
 * figures are the placement's. null = there is room, or nothing would be plugged in now.
 */
export function growthRefusal({ host, freeMiB, hasMiB, maxMiB }: MemoryRoom, wantsMiB: number): Reason | null {
  const wantedMiB = wantsMiB - hasMiB
  const waitsForStart = wantsMiB > maxMiB || wantedMiB % memoryStepMiB !== 0
  if (wantedMiB <= freeMiB || waitsForStart) return null
  return { code: 'memory_room', params: { host, freeMiB, wantedMiB }, text: `Host ${host} has ${freeMiB} MiB of memory free, ${wantedMiB} MiB more are wanted.` }
}
