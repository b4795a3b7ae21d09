import type { ActionState } from '@/server/contract/api/common'
import { AppError } from '@/server/domain/error'
import { usable } from '@/server/domain/storage-domain/life'
import { roomForDisk } from '@/server/domain/storage-domain/space'
import type { Tx } from '../db'

const problem = ({ reason }: ActionState, domain: { id: string; name: string }, field?: string): AppError | null =>
  reason && new AppError('WRONG_STATE', reason.text, {
    subject: { type: 'storage-domain', id: domain.id, name: domain.name }, reason: { code: reason.code, params: reason.params }, ...(field ? { field } : {}),
    hint: reason.code === 'domain_status' ? 'Activate it, or choose another storage domain.' : 'Choose another storage domain, make room on it, or change its thresholds.',
  })

/** Why disks of together `sizeMiB` may not be made there now: its state, the blocking threshold, the limit of over-commitment; null = they may. */
export async function roomProblem(tx: Tx, storageDomainId: string, sizeMiB: number, field?: string): Promise<AppError | null> {
  const domain = await tx.storageDomain.findUniqueOrThrow({ where: { id: storageDomainId } })
  const state = problem(usable(domain), domain, field)
  if (state) return state
  const { _sum } = await tx.disk.aggregate({ where: { storageDomainId }, _sum: { sizeMiB: true } })
  return problem(roomForDisk({ ...domain, committedMiB: _sum.sizeMiB ?? 0 }, sizeMiB), domain, field)
}

/** Errors: WRONG_STATE. */
export async function requireRoom(tx: Tx, storageDomainId: string, sizeMiB: number, field?: string): Promise<void> {
  const found = await roomProblem(tx, storageDomainId, sizeMiB, field)
  if (found) throw found
}

/** The same for several disks, those of each domain together. */
export async function requireRoomForAll(tx: Tx, disks: readonly { storageDomainId: string; sizeMiB: number }[], field?: string): Promise<void> {
  const sums = new Map<string, number>()
  for (const { storageDomainId, sizeMiB } of disks) sums.set(storageDomainId, (sums.get(storageDomainId) ?? 0) + sizeMiB)
  for (const [id, sum] of sums) await requireRoom(tx, id, sum, field)
}
