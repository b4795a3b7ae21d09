import type { ApplyWhen } from '@/server/contract/hardware/change'
import type { PendingChange } from '@/server/contract/api/vm-pending'
import { AppError } from '@/server/domain/error'
import { checkVm, findingDetail } from '@/server/domain/vm/validate'
import { change } from '@/server/store/change'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { appendEvent } from '@/server/store/event'
import { nameTaken } from '@/server/store/vm/adopt'
import { lockVm } from '@/server/store/vm/facts'
import { editVm } from '@/server/store/vm/edit'
import type { VmEdit } from '@/server/store/vm/edit'
import { clusterLimits, lockPlacement, offeredHypervisors } from '@/server/store/vm/placement'
import { pendingOf } from '@/server/store/vm/live'
import { queueApply, refuseBlocked } from './apply'
import { judged, keepSaved, refuseWhileStateless } from './change-devices'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'

/** What no definition on a host has. */
const freeWhileSaved = ['description']

export interface UpdateVmInput extends VmEdit {
  id: string
  /** The generation that the editor has seen (If-Match). */
  generation: number
  /** Of a machine that runs: now, as far as it can be, or at its next start. */
  apply?: ApplyWhen
}

/**
 * New intent: the row changes and its generation grows. A machine that is down gets it at once from the reconciler, a running
 * one at its next start or, with `apply: 'live'`, by the job that is queued. Errors: NOT_FOUND, STALE_GENERATION, WRONG_STATE, LOCKED, BAD_INPUT, DUPLICATE, NO_HOST when
 * the memory has no room on its host now.
 */
export async function updateVm(context: CommandContext, { id, generation, apply = 'next', ...edit }: UpdateVmInput): Promise<{ id: string; generation: number; jobId: string | null }> {
  try {
    return await context.db.$transaction(tx => update(tx, context, { id, generation, apply }, edit))
  } catch (error) {
    throw isDuplicate(error) && edit.name !== undefined ? nameTaken(edit.name, id) : error
  }
}

/** What waits by this very edit: what waited before goes on waiting. */
const newIn = (after: readonly PendingChange[], before: readonly PendingChange[]): PendingChange[] =>
  after.filter(({ field, next }) => !before.some(one => one.field === field && one.next === next))

async function update(tx: Tx, context: CommandContext, { id, generation, apply }: { id: string; generation: number; apply: ApplyWhen }, edit: VmEdit): Promise<{ id: string; generation: number; jobId: string | null }> {
  const vm = await lockVm(tx, id)
  if (vm.generation !== generation) {
    throw new AppError('STALE_GENERATION', `${vm.name} was changed by someone else meanwhile.`, {
      subject: { type: 'vm', id, name: vm.name },
      hint: 'Load it again and repeat your change.',
      reason: { code: 'stale_generation', params: { yours: generation, current: vm.generation } },
    })
  }
  mustAllow('edit', vm)
  // What the editor does not change is not judged: a machine larger than today's hosts may still be renamed.
  const [finding] = checkVm(edit, await clusterLimits(tx, vm.clusterId))
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, vm.name))
  // Nobody else is promised the memory that it may grow into.
  if (apply === 'live') await lockPlacement(tx, vm.clusterId)
  const before = apply === 'live' ? await pendingOf(tx, id) : []
  const changed = await editVm(tx, id, edit, judged(vm.name, await offeredHypervisors(tx, vm.clusterId)))
  if (vm.facts.statelessRun && changed.includes('disks')) refuseWhileStateless(vm)
  if (changed.length === 0) return { id, generation, jobId: null }
  keepSaved(vm, changed.filter(field => !freeWhileSaved.includes(field)))
  await change(tx, 'vms', id)
  await appendEvent(tx, {
    code: 'vm.updated',
    params: { name: edit.name ?? vm.name, fields: changed.join(', ') },
    message: `${vm.name}: changed ${changed.join(', ')}.`,
    subject: { type: 'vm', id, name: edit.name ?? vm.name },
    user: context.user,
  })
  const found = apply === 'live' ? newIn(await pendingOf(tx, id), before) : []
  refuseBlocked(vm, found)
  const only = found.map(({ field }) => field)
  const jobId = only.length > 0 ? await queueApply(tx, context, vm, { only }) : null
  return { id, generation: generation + 1, jobId }
}
