import type { Hypervisor } from '@/server/contract/hardware/hardware'
import type { ApplyWhen } from '@/server/contract/hardware/change'
import { AppError } from '@/server/domain/error'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import type { HardwareWish } from '@/server/domain/vm/hardware/check'
import { findingDetail } from '@/server/domain/vm/validate'
import { change } from '@/server/store/change'
import type { Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { lockVm } from '@/server/store/vm/facts'
import type { LockedVm } from '@/server/store/vm/facts'
import { queueApply } from './apply'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'
import { refuseStratovirt } from './stratovirt'

/** Errors: BAD_INPUT with the first thing that contradicts itself. @param offered what the hosts of its cluster can run machines with */
export const judged = (name: string, offered: readonly Hypervisor[]) => (wish: HardwareWish): void => {
  refuseStratovirt(wish, name, offered)
  const [finding] = checkHardware(wish)
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
}

/** Errors: WRONG_STATE: what is written would be written to overlays. */
export function refuseWhileStateless({ id, name }: LockedVm): void {
  throw new AppError('WRONG_STATE', `${name} runs statelessly: its disks stay as they are until it is off.`, {
    subject: { type: 'vm', id, name }, field: 'disks', reason: { code: 'stateless', params: {} },
  })
}

/** Its saved memory goes on with the old value. Errors: WRONG_STATE. */
export function keepSaved({ id, name, facts }: LockedVm, changed: readonly string[]): void {
  if (facts.status !== 'suspended' || changed.length === 0) return
  throw new AppError('WRONG_STATE', `${name} is suspended: ${changed.join(', ')} can't be changed while its memory is saved.`, {
    subject: { type: 'vm', id, name },
    field: changed[0] ?? 'name',
    hint: 'Start it, or discard the saved state first.',
    reason: { code: 'saved_state', params: { fields: changed.join(', ') } },
  })
}

/**
 * Changes devices of one machine: `write` makes the new rows, raises the generation and tells which fields differ; then the audit event and, where it
 * runs and `apply` asks for it, the job that changes it now, in the field `only` and below it. Errors: NOT_FOUND, WRONG_STATE, LOCKED, BAD_INPUT, HOST_UNREACHABLE.
 */
export async function changeDevices(
  tx: Tx, context: CommandContext, id: string, { apply, ...how }: { apply: ApplyWhen; only: string; force?: boolean }, write: (vm: LockedVm) => Promise<string[]>,
): Promise<{ jobId: string | null }> {
  const vm = await lockVm(tx, id)
  mustAllow('edit', vm)
  const changed = await write(vm)
  if (changed.length === 0) return { jobId: null }
  keepSaved(vm, changed)
  await change(tx, 'vms', id)
  await appendEvent(tx, {
    code: 'vm.updated',
    params: { name: vm.name, fields: changed.join(', ') },
    message: `${vm.name}: changed ${changed.join(', ')}.`,
    subject: { type: 'vm', id, name: vm.name },
    user: context.user,
  })
  return { jobId: apply === 'live' ? await queueApply(tx, context, vm, { ...how, only: [how.only] }) : null }
}
