import { ObservedState } from '@/server/contract/agent/vm'
import { hostStatuses } from '@/server/contract/api/infrastructure'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import type { VmStatus } from '@/server/contract/api/vm'
import { vmStatus } from '@/server/domain/vm/status'
import type { Tx } from '../db'

interface Facts {
  observedState: string | null
  observedReason: string
  job: { kind: string } | null
  host: { name: string; status: string } | null
}

export const asHostStatus = (status: string): HostStatus => hostStatuses.find(known => known === status) ?? 'down'
export const asObservedState = (state: string | null): ObservedState | null => ObservedState.safeParse(state).data ?? null

/** A sentence where the word alone leaves a question; otherwise libvirt's short reason of a machine that does not run. */
const statusReason = (status: VmStatus, { host, job, observedReason }: Facts): string => {
  if (status === 'not_responding') return `Host ${host?.name ?? ''} can't be reached (${host?.status ?? ''}).`
  if (status === 'locked') return `The job ${job?.kind ?? ''} is working on it.`
  return status === 'down' || status === 'crashed' || status === 'paused' || status === 'paused_io' ? observedReason : ''
}

/**
 * Derives the shown status of these machines anew from observation, job and host, and writes what differs.
 * Returns the ids of the changed ones; the caller appends the change rows, together with its own.
 */
export async function refreshVmStatus(tx: Tx, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx.vm.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, status: true, statusReason: true, observedState: true, observedReason: true, job: { select: { kind: true } }, host: { select: { name: true, status: true } } },
  })
  const changed: string[] = []
  for (const row of rows) {
    const status = vmStatus(asObservedState(row.observedState), row.job?.kind ?? null, row.host ? asHostStatus(row.host.status) : null)
    const reason = statusReason(status, row)
    if (status === row.status && reason === row.statusReason) continue
    await tx.vm.update({ where: { id: row.id }, data: { status, statusReason: reason, ...(status === row.status ? {} : { statusSince: now }) }, select: { id: true } })
    changed.push(row.id)
  }
  return changed
}
