import type { PendingChange } from '@/server/contract/api/vm-pending'
import { AppError } from '@/server/domain/error'
import type { Tx } from '@/server/store/db'
import { lockVm } from '@/server/store/vm/facts'
import type { LockedVm } from '@/server/store/vm/facts'
import { pendingOf } from '@/server/store/vm/live'
import { lockPlacement } from '@/server/store/vm/placement'
import { queueVmJob } from '@/server/workflows/queue'
import { vmApply } from '@/server/workflows/vm/apply'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'

const live: readonly string[] = ['up', 'paused', 'paused_io']

const unreachable = (vm: LockedVm): AppError => {
  const host = vm.facts.host?.name ?? ''
  return new AppError('HOST_UNREACHABLE', `${vm.name} can't be changed while it runs: host ${host} can't be reached.`, {
    subject: { type: 'vm', id: vm.id, name: vm.name }, hint: 'Save the change for its next start, or bring the host back.', reason: { code: 'host_status', params: { host } },
  })
}

/** Errors: NO_HOST with the first change that its host has no room for. */
export function refuseBlocked({ id, name }: LockedVm, changes: readonly PendingChange[]): void {
  const found = changes.find(({ blocked }) => blocked)
  if (!found?.blocked) return
  const { text, ...reason } = found.blocked
  throw new AppError('NO_HOST', text, {
    subject: { type: 'vm', id, name }, field: found.field, reason,
    hint: 'Move it or others to another host, ask for less, or save the change for its next start.', hintReason: { code: 'hint_memory_room', params: {} },
  })
}

/**
 * Queues the job that makes a running machine as it is wanted now, in these fields or (null) all; null for one that does not run: it gets its definition by itself. In the
 * transaction of the new intent, with the machine's row locked. Errors: HOST_UNREACHABLE.
 */
export async function queueApply(tx: Tx, { user, now, newId }: CommandContext, vm: LockedVm, { only = null, force = false }: { only?: readonly string[] | null; force?: boolean } = {}): Promise<string | null> {
  if (!live.includes(vm.facts.status)) return null
  if (vm.facts.host?.status !== 'up' || vm.facts.host.libvirt === 'down') throw unreachable(vm)
  const id = newId()
  await queueVmJob(tx, vmApply, { id, input: { vmId: vm.id, only: only && [...only], force }, vm: { id: vm.id, name: vm.name }, user }, now)
  return id
}

/** Makes what is pending now; what its host has no room for goes on waiting. Errors: NOT_FOUND, WRONG_STATE when it does not run, LOCKED, HOST_UNREACHABLE, NO_HOST when nothing else waits. */
export const applyVm = (context: CommandContext, { id, force = false }: { id: string; force?: boolean }): Promise<{ jobId: string }> => context.db.$transaction(async tx => {
  const vm = await lockVm(tx, id)
  mustAllow('edit', vm)
  await lockPlacement(tx, vm.clusterId)
  const pending = await pendingOf(tx, id)
  const open = pending.filter(({ canBeLive, blocked }) => canBeLive && !blocked)
  if (open.length === 0) refuseBlocked(vm, pending)
  const only = pending.some(({ blocked }) => blocked) ? open.map(({ field }) => field) : null
  const jobId = await queueApply(tx, context, vm, { only, force })
  if (jobId !== null) return { jobId }
  throw new AppError('WRONG_STATE', `${vm.name} does not run (${vm.facts.status}): its changes come with its next start.`, {
    subject: { type: 'vm', id, name: vm.name }, reason: { code: 'wrong_state', params: { status: vm.facts.status } },
  })
})
