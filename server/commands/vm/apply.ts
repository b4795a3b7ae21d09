import { AppError } from '@/server/domain/error'
import type { Tx } from '@/server/store/db'
import { lockVm } from '@/server/store/vm/facts'
import type { LockedVm } from '@/server/store/vm/facts'
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

/** Makes what is pending now. Errors: NOT_FOUND, WRONG_STATE when it does not run, LOCKED, HOST_UNREACHABLE. */
export const applyVm = (context: CommandContext, { id, force = false }: { id: string; force?: boolean }): Promise<{ jobId: string }> => context.db.$transaction(async tx => {
  const vm = await lockVm(tx, id)
  mustAllow('edit', vm)
  const jobId = await queueApply(tx, context, vm, { force })
  if (jobId !== null) return { jobId }
  throw new AppError('WRONG_STATE', `${vm.name} does not run (${vm.facts.status}): its changes come with its next start.`, {
    subject: { type: 'vm', id, name: vm.name }, reason: { code: 'wrong_state', params: { status: vm.facts.status } },
  })
})
