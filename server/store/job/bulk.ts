import type { BulkItem, BulkState } from '@/server/contract/api/activity'
import { bulkStates } from '@/server/contract/api/activity'
import { Reason } from '@/server/contract/api/common'
import type { PlainError } from '@/server/domain/error'
import { change } from '../change'
import type { Db, Tx } from '../db'

export type BulkCounts = Partial<Record<BulkState, number>>

const asState = (state: string): BulkState => bulkStates.find(known => known === state) ?? 'waiting'

export interface NewBulkItem {
  vm: { id: string; name: string }
  reason: Reason | null
}

/** The machines of a job, those that are refused at once among them. */
export const insertBulkItems = (tx: Tx, jobId: string, items: readonly NewBulkItem[]) => tx.bulkItem.createMany({
  data: items.map(({ vm, reason }, position) => ({
    jobId, vmId: vm.id, vmName: vm.name, position, state: reason ? 'refused' : 'waiting', ...(reason ? { reason } : {}),
  })),
})

export async function bulkCounts(tx: Tx, jobIds: readonly string[]): Promise<Map<string, BulkCounts>> {
  const groups = jobIds.length === 0 ? [] : await tx.bulkItem.groupBy({ by: ['jobId', 'state'], where: { jobId: { in: [...jobIds] } }, _count: true })
  const counts = new Map<string, BulkCounts>()
  for (const { jobId, state, _count } of groups) counts.set(jobId, { ...counts.get(jobId), [asState(state)]: _count })
  return counts
}

export const nextBulkItems = (tx: Tx, jobId: string, take: number) =>
  tx.bulkItem.findMany({ where: { jobId, state: 'waiting' }, orderBy: { position: 'asc' }, take, select: { vmId: true, vmName: true } })

/** Jobs of its machines that have not ended. */
export async function openChildren(tx: Tx, jobId: string): Promise<{ id: string; kind: string; state: string; cancelAsked: boolean }[]> {
  const items = await tx.bulkItem.findMany({ where: { jobId, state: 'running', childId: { not: null } }, select: { childId: true } })
  return tx.job.findMany({ where: { id: { in: items.flatMap(({ childId }) => childId ?? []) }, endedAt: null }, select: { id: true, kind: true, state: true, cancelAsked: true } })
}

export async function setBulkItem(tx: Tx, jobId: string, vmId: string, data: { state: BulkState; childId?: string; reason?: Reason }): Promise<void> {
  await tx.bulkItem.updateMany({ where: { jobId, vmId }, data })
  await change(tx, 'jobs', jobId)
}

/** What has not begun does not begin. */
export async function cancelWaiting(db: Db, jobId: string): Promise<void> {
  const { count } = await db.bulkItem.updateMany({ where: { jobId, state: 'waiting' }, data: { state: 'cancelled' } })
  if (count > 0) await change(db, 'jobs', jobId)
}

/** A child's end, told to the job that it is one of; in the transaction that ends the child. */
export async function endBulkItem(tx: Tx, childId: string, { state, error }: { state: 'succeeded' | 'failed' | 'cancelled'; error: PlainError | null }): Promise<void> {
  const item = await tx.bulkItem.findFirst({ where: { childId }, select: { jobId: true, vmId: true } })
  if (!item) return
  const reason = error ? { reason: { ...(error.reason ?? { code: error.code, params: {} }), text: error.message } } : {}
  await setBulkItem(tx, item.jobId, item.vmId, { state, ...reason })
}

export async function bulkItems(db: Db, jobId: string): Promise<BulkItem[]> {
  const rows = await db.bulkItem.findMany({ where: { jobId }, orderBy: { position: 'asc' } })
  return rows.map(({ vmId, vmName, state, childId, reason }) => ({
    vm: { id: vmId, name: vmName }, state: asState(state), jobId: childId, reason: Reason.safeParse(reason).data ?? null,
  }))
}

/** Whoever has asked for an action on many machines may follow and stop it, whatever his roles. */
export const isOwnBulk = async (tx: Tx, jobId: string, userId: string): Promise<boolean> =>
  (await tx.job.count({ where: { id: jobId, kind: 'vm.bulk', userId } })) > 0
