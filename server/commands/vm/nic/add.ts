import type { AddNic } from '@/server/contract/api/device'
import { macOf } from '@/server/domain/vm/mac'
import { hardwareOf } from '@/server/store/vm/edit'
import { insertNic, nicsOf } from '@/server/store/vm/nic'
import type { NicRow } from '@/server/store/vm/nic'
import { changeDevices, judged } from '../change-devices'
import { offeredHypervisors } from '@/server/store/vm/placement'
import type { CommandContext } from '../context'
import { requireNetwork, requireRoom, requireUnicast, uniqueMac } from './rules'

/** `nic1`, `nic2` …: the first that is free. */
const freeName = (nics: readonly NicRow[]): string => {
  const free = Array.from({ length: nics.length + 1 }, (_, at) => `nic${at + 1}`).find(name => !nics.some(nic => nic.name === name))
  return free ?? 'nic1'
}

/** Plugged in at once where the machine runs. Errors: as `changeDevices`; NOT_FOUND for the network, DUPLICATE for the MAC address. */
export async function addNic(context: CommandContext, { id, apply, name, mac: given, ...wish }: AddNic): Promise<{ id: string; mac: string; jobId: string | null }> {
  const nicId = context.newId()
  const mac = given ?? macOf(nicId)
  requireUnicast(given)
  const { jobId } = await uniqueMac(mac, () => context.db.$transaction(tx => changeDevices(tx, context, id, { apply, only: `nics.${nicId}` }, async vm => {
    await requireNetwork(tx, vm, wish.networkId)
    const nics = await nicsOf(tx, id)
    requireRoom(vm, nics)
    await insertNic(tx, id, { ...wish, id: nicId, mac, name: name ?? freeName(nics) })
    judged(vm.name, await offeredHypervisors(tx, vm.clusterId))(await hardwareOf(tx, id))
    return ['nics']
  })))
  return { id: nicId, mac, jobId }
}
