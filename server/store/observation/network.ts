import { change } from '../change'
import { attachedToHost } from '../infrastructure/attachment'
import type { Tx } from '../db'

export interface NetworkView {
  active: boolean
  bridge: string | null
  error: string | null
}

export async function observeNetwork(tx: Tx, networkId: string, hostId: string, view: NetworkView, now: Date): Promise<void> {
  const key = { networkId_hostId: { networkId, hostId } }
  const before = await tx.networkHost.findUnique({ where: key })
  await tx.networkHost.upsert({ where: key, create: { networkId, hostId, ...view, observedAt: now }, update: { ...view, observedAt: now } })
  const same = before && before.active === view.active && before.bridge === view.bridge && before.error === view.error
  if (!same) await change(tx, 'networks', networkId)
}

/** Networks that this host should have. */
export async function wantedNetworks(tx: Tx, hostId: string, datacenterId: string) {
  const networks = await tx.network.findMany({ where: { datacenterId, ...attachedToHost(hostId) }, include: { hosts: { where: { hostId } } }, orderBy: { createdAt: 'asc' } })
  return networks.map(({ id, name, mode, bridge, hosts }) => ({ id, name, mode, bridge, ready: hosts.some(({ active, error }) => active && !error) }))
}
