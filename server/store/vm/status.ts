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
  migrations: { destinationName: string; progress: number }[]
}

export const asHostStatus = (status: string): HostStatus => hostStatuses.find(known => known === status) ?? 'down'
export const asObservedState = (state: string | null): ObservedState | null => ObservedState.safeParse(state).data ?? null

/** A sentence where the word alone leaves a question. Why a machine stopped is in its events. */
const statusReason = (status: VmStatus, { host, job, observedState, observedReason, migrations: [migration] }: Facts): string => {
  if (status === 'migrating' && migration) return `to ${migration.destinationName}, ${Math.floor(migration.progress * 100)} %`
  if (status === 'not_responding') return `Host ${host?.name ?? ''} can't be reached (${host?.status ?? ''}).`
  if (status === 'locked') return `The job ${job?.kind ?? ''} is working on it.`
  if (status === 'paused' && observedState === 'pmsuspended') return 'The guest has sent itself to sleep.'
  if (status === 'crashed') return `The guest crashed (${observedReason}).`
  return status === 'paused_io' ? 'Its storage failed or is full; the machine waits for it.' : ''
}

/**
 * Derives the shown status of these machines anew from observation, job and host, and writes what differs.
 * Returns the ids of the changed ones; the caller appends the change rows, together with its own.
 */
export async function refreshVmStatus(tx: Tx, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx.vm.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      status: true,
      statusReason: true,
      observedState: true,
      observedReason: true,
      job: { select: { kind: true } },
      host: { select: { name: true, status: true } },
      migrations: { where: { endedAt: null, stepId: { not: null } }, take: 1, select: { destinationName: true, progress: true } },
    },
  })
  // Grouped, because a lost host changes all its machines in the same way.
  const groups = new Map<string, { data: { status: VmStatus; statusReason: string; statusSince?: Date }; ids: string[] }>()
  for (const row of rows) {
    const moving = row.migrations.length > 0 && row.job?.kind === 'vm.migrate'
    const status = vmStatus(asObservedState(row.observedState), row.job?.kind ?? null, row.host ? asHostStatus(row.host.status) : null, moving)
    const reason = statusReason(status, row)
    if (status === row.status && reason === row.statusReason) continue
    const data = { status, statusReason: reason, ...(status === row.status ? {} : { statusSince: now }) }
    const key = JSON.stringify(data)
    const group = groups.get(key) ?? { data, ids: [] }
    group.ids.push(row.id)
    groups.set(key, group)
  }
  for (const { data, ids: same } of groups.values()) await tx.vm.updateMany({ where: { id: { in: same } }, data })
  return [...groups.values()].flatMap(group => group.ids)
}
