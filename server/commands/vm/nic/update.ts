import { isDeepStrictEqual } from 'node:util'
import type { UpdateNic } from '@/server/contract/api/device'
import { merge } from '@/server/domain/vm/hardware/merge'
import { hardwareOf } from '@/server/store/vm/edit'
import { writeNic } from '@/server/store/vm/nic'
import type { NicRow } from '@/server/store/vm/nic'
import { changeDevices, judged } from '../change-devices'
import { offeredHypervisors } from '@/server/store/vm/placement'
import type { CommandContext } from '../context'
import { requireNetwork, requireNic, requireUnicast, uniqueMac } from './rules'

/** Network, link and limits change at once where the machine runs. Errors: as `changeDevices`; NOT_FOUND (card, network), DUPLICATE (MAC address). */
export function updateNic(context: CommandContext, { id, nicId, apply, ...edit }: UpdateNic): Promise<{ jobId: string | null }> {
  requireUnicast(edit.mac)
  return uniqueMac(edit.mac ?? '', () => context.db.$transaction(tx => changeDevices(tx, context, id, { apply, only: `nics.${nicId}` }, async vm => {
    const before = await requireNic(tx, vm, nicId)
    await requireNetwork(tx, vm, edit.networkId)
    const after: NicRow = {
      id: nicId,
      name: edit.name ?? before.name,
      mac: edit.mac ?? before.mac,
      model: edit.model ?? before.model,
      networkId: edit.networkId === undefined ? before.networkId : edit.networkId,
      options: merge(before.options, edit.options),
    }
    if (isDeepStrictEqual(before, after)) return []
    await writeNic(tx, id, after)
    judged(vm.name, await offeredHypervisors(tx, vm.clusterId))(await hardwareOf(tx, id))
    return ['nics']
  })))
}
