import { AppError } from '@/server/domain/error'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import type { HardwareWish } from '@/server/domain/vm/hardware/check'
import { checkVm, findingDetail } from '@/server/domain/vm/validate'
import { change } from '@/server/store/change'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { appendEvent } from '@/server/store/event'
import { nameTaken } from '@/server/store/vm/adopt'
import { lockVm } from '@/server/store/vm/facts'
import type { LockedVm } from '@/server/store/vm/facts'
import { editVm } from '@/server/store/vm/edit'
import type { VmEdit } from '@/server/store/vm/edit'
import { clusterLimits } from '@/server/store/vm/placement'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'
import { refuseStratovirt } from './stratovirt'

/** What no definition on a host has. */
const freeWhileSaved = ['description']

export interface UpdateVmInput extends VmEdit {
  id: string
  /** The generation that the editor has seen (If-Match). */
  generation: number
}

/**
 * New intent: the row changes and its generation grows. A machine that is down gets it at once from the reconciler, a running
 * one at its next start. Errors: NOT_FOUND, STALE_GENERATION, WRONG_STATE, LOCKED, BAD_INPUT, DUPLICATE.
 */
export async function updateVm({ db, user }: CommandContext, { id, generation, ...edit }: UpdateVmInput): Promise<{ id: string; generation: number }> {
  try {
    return await db.$transaction(tx => update(tx, id, generation, edit, user))
  } catch (error) {
    throw isDuplicate(error) && edit.name !== undefined ? nameTaken(edit.name, id) : error
  }
}

const judged = (name: string) => (wish: HardwareWish): void => {
  refuseStratovirt(wish, name)
  const [finding] = checkHardware(wish)
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
}

/** Its saved memory goes on with the old value. Errors: WRONG_STATE. */
function keepSaved({ id, name }: LockedVm, changed: readonly string[]): void {
  const bound = changed.filter(field => !freeWhileSaved.includes(field))
  if (bound.length === 0) return
  throw new AppError('WRONG_STATE', `${name} is suspended: ${bound.join(', ')} can't be changed while its memory is saved.`, {
    subject: { type: 'vm', id, name },
    field: bound[0] ?? 'name',
    hint: 'Start it, or discard the saved state first.',
    reason: { code: 'saved_state', params: { fields: bound.join(', ') } },
  })
}

async function update(tx: Tx, id: string, generation: number, edit: VmEdit, user: CommandContext['user']): Promise<{ id: string; generation: number }> {
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
  const changed = await editVm(tx, id, edit, judged(vm.name))
  if (changed.length === 0) return { id, generation }
  if (vm.facts.status === 'suspended') keepSaved(vm, changed)
  await change(tx, 'vms', id)
  await appendEvent(tx, {
    code: 'vm.updated',
    params: { name: edit.name ?? vm.name, fields: changed.join(', ') },
    message: `${vm.name}: changed ${changed.join(', ')}.`,
    subject: { type: 'vm', id, name: edit.name ?? vm.name },
    user,
  })
  return { id, generation: generation + 1 }
}
