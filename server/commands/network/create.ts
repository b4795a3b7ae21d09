import { AppError } from '@/server/domain/error'
import { checkTechnicalName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { attachedFrom, checkClusters } from '../infrastructure/attach'
import { refuse, uniquely, type Actor } from '../refuse'

export interface NewNetwork {
  name: string
  description: string
  datacenterId: string
  mode: 'nat' | 'bridge'
  bridge: string | null
  /** Clusters it is attached to; null = all of the datacenter. */
  clusterIds: string[] | null
  user: Actor
}

/** Interface names of Linux: at most 15 bytes, no slash, no blank (IFNAMSIZ; dev_valid_name). */
const interfaceName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/

function checkBridge({ mode, bridge }: NewNetwork): void {
  if (mode === 'nat' && bridge !== null)
    throw new AppError('BAD_INPUT', 'A NAT network makes its own bridge.', { field: 'bridge', hint: 'Leave the bridge empty, or choose the mode bridge.' })
  if (mode === 'bridge' && bridge === null)
    throw new AppError('BAD_INPUT', 'Which bridge of the hosts shall the network use?', { field: 'bridge', reason: { code: 'bridge_missing', params: {} } })
  if (bridge !== null && !interfaceName.test(bridge))
    throw new AppError('BAD_INPUT', `"${bridge}" can't be the name of a bridge.`, { field: 'bridge', reason: { code: 'bridge_name', params: { bridge } } })
}

/** Records the network; the hosts of the datacenter are brought to have it by the reconcilers. Errors: BAD_INPUT, DUPLICATE. */
export async function createNetwork(db: Db, input: NewNetwork): Promise<string> {
  const { user, clusterIds, ...data } = input
  refuse(checkTechnicalName(data.name))
  checkBridge(input)
  return uniquely('network', 'a network', data.name, () =>
    db.$transaction(async tx => {
      await checkClusters(tx, data.datacenterId, clusterIds)
      const { id } = await tx.network.create({ data: { ...data, ...attachedFrom(clusterIds) }, select: { id: true } })
      await change(tx, 'networks', id)
      await change(tx, 'datacenters', data.datacenterId)
      await appendEvent(tx, { code: 'network.created', message: `Network ${data.name} was created.`, subject: { type: 'network', id, name: data.name }, user })
      return id
    }),
  )
}
