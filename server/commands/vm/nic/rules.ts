import { AppError } from '@/server/domain/error'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import type { LockedVm } from '@/server/store/vm/facts'
import { networkOf, nicsOf } from '@/server/store/vm/nic'
import type { NicRow } from '@/server/store/vm/nic'

/** The most cards a machine has. */
const most = 32

const subject = ({ id, name }: LockedVm) => ({ type: 'vm', id, name })

/** Errors: NOT_FOUND, BAD_INPUT for a network that no host of the cluster has. */
export async function requireNetwork(tx: Tx, vm: LockedVm, networkId: string | null | undefined): Promise<void> {
  if (!networkId) return
  const network = await networkOf(tx, networkId, vm.clusterId)
  if (!network) throw new AppError('NOT_FOUND', `There is no network ${networkId}.`, { field: 'networkId', subject: { type: 'network', id: networkId } })
  if (!network.attached) {
    throw new AppError('BAD_INPUT', `Network ${network.name} is not attached to the cluster of ${vm.name}.`, {
      field: 'networkId', subject: { type: 'network', id: networkId, name: network.name }, reason: { code: 'not_attached', params: { name: network.name } },
    })
  }
}

/** Errors: BAD_INPUT for an address of a group: no card can have one. */
export function requireUnicast(mac: string | undefined): void {
  if (mac === undefined || (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0) return
  throw new AppError('BAD_INPUT', `${mac} is a group's address: the second digit of a card's is even.`, { field: 'mac', reason: { code: 'mac_multicast', params: { mac } } })
}

/** Errors: BAD_INPUT when no card more has room. */
export function requireRoom(vm: LockedVm, nics: readonly NicRow[]): void {
  if (nics.length < most) return
  throw new AppError('BAD_INPUT', `${vm.name} has ${most} network cards already.`, { subject: subject(vm), reason: { code: 'nics_full', params: { max: most } } })
}

/** Errors: NOT_FOUND when the machine has no such card. */
export async function requireNic(tx: Tx, vm: LockedVm, nicId: string): Promise<NicRow> {
  const nic = (await nicsOf(tx, vm.id)).find(({ id }) => id === nicId)
  if (nic) return nic
  throw new AppError('NOT_FOUND', `The machine ${vm.name} has no network card ${nicId}.`, { field: 'nicId', subject: { type: 'network card', id: nicId } })
}

/** Errors: DUPLICATE when the MAC address is another card's. */
export async function uniqueMac<T>(mac: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    throw new AppError('DUPLICATE', `Another network card has the MAC address ${mac}.`, { field: 'mac', hint: 'Choose another one, or leave it out.', reason: { code: 'mac_taken', params: { mac } } })
  }
}
