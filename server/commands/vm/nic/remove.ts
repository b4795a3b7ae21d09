import type { ApplyWhen } from '@/server/contract/hardware/change'
import { deleteNic } from '@/server/store/vm/nic'
import { changeDevices } from '../change-devices'
import type { CommandContext } from '../context'
import { requireNic } from './rules'

/** Pulled at once where the machine runs; until the guest lets go of it, it waits among the pending changes. Errors: as `changeDevices`; NOT_FOUND. */
export const removeNic = (context: CommandContext, { id, nicId, apply }: { id: string; nicId: string; apply: ApplyWhen }): Promise<{ jobId: string | null }> =>
  context.db.$transaction(tx => changeDevices(tx, context, id, { apply, only: `nics.${nicId}` }, async vm => {
    await requireNic(tx, vm, nicId)
    await deleteNic(tx, id, nicId)
    return ['nics']
  }))
