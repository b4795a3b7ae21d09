import type { Network } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import { infrastructureActions } from '../infrastructure/actions'
import { attachedClusters, clusterRefs } from '../infrastructure/attachment'
import type { Caller } from '../scope'
import type { Prisma } from '../generated/client'

export const networkSelect = {
  id: true, name: true, description: true, generation: true, mode: true, bridge: true, allClusters: true, clusters: clusterRefs,
  datacenter: { select: { id: true, name: true } },
  hosts: { select: { active: true, bridge: true, error: true, host: { select: { id: true, name: true } } }, orderBy: { host: { name: 'asc' } } },
} satisfies Prisma.NetworkSelect

export type NetworkRecord = Prisma.NetworkGetPayload<{ select: typeof networkSelect }>

/** A machine with two NICs on a network counts once. */
const users = (db: Db, ids: string[]) => db.$queryRaw<{ id: string; vms: number }[]>`
  select network_id as id, count(distinct vm_id)::int as vms from nic where network_id = any(${ids}::uuid[]) group by network_id`

export async function networkRows(db: Db, records: NetworkRecord[], caller: Caller): Promise<Network[]> {
  const counts = new Map((await users(db, records.map(r => r.id))).map(u => [u.id, u.vms]))
  return records.map(({ allClusters, clusters, ...n }) => {
    const vms = counts.get(n.id) ?? 0
    return {
      ...n,
      mode: n.mode === 'bridge' ? 'bridge' : 'nat',
      vmCount: vms,
      clusters: attachedClusters({ allClusters, clusters }),
      actions: infrastructureActions(caller, { type: 'network', id: n.id, datacenterId: n.datacenter.id, name: n.name, contents: { vms } }),
    }
  })
}

export async function getNetwork(db: Db, id: string, caller: Caller): Promise<Network | null> {
  const record = await db.network.findUnique({ where: { id }, select: networkSelect })
  return record ? ((await networkRows(db, [record], caller))[0] ?? null) : null
}
