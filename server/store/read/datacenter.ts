import type { Datacenter } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import { infrastructureActions } from '../infrastructure/actions'
import type { Caller } from '../scope'
import type { Prisma } from '../generated/client'

export const datacenterSelect = {
  id: true, name: true, description: true, generation: true,
  _count: { select: { clusters: true, storageDomains: true, networks: true, templates: { where: { blank: false } } } },
} satisfies Prisma.DatacenterSelect

export type DatacenterRecord = Prisma.DatacenterGetPayload<{ select: typeof datacenterSelect }>

interface Counts {
  id: string
  hosts: number
  vms: number
}

/** Hosts and machines of each datacenter, in one query. */
const counts = (db: Db, ids: string[]) => db.$queryRaw<Counts[]>`
  select d.id,
    (select count(*)::int from host h join cluster c on c.id = h.cluster_id where c.datacenter_id = d.id) as hosts,
    (select count(*)::int from vm v join cluster c on c.id = v.cluster_id where c.datacenter_id = d.id) as vms
  from datacenter d where d.id = any(${ids}::uuid[])`

export async function datacenterRows(db: Db, records: DatacenterRecord[], caller: Caller): Promise<Datacenter[]> {
  const counted = new Map((await counts(db, records.map(r => r.id))).map(c => [c.id, c]))
  return records.map(({ _count, ...d }) => ({
    ...d,
    clusterCount: _count.clusters,
    hostCount: counted.get(d.id)?.hosts ?? 0,
    vmCount: counted.get(d.id)?.vms ?? 0,
    storageDomainCount: _count.storageDomains,
    networkCount: _count.networks,
    actions: infrastructureActions(caller, { type: 'datacenter', id: d.id, datacenterId: d.id, name: d.name, contents: _count }),
  }))
}

export async function getDatacenter(db: Db, id: string, caller: Caller): Promise<Datacenter | null> {
  const record = await db.datacenter.findUnique({ where: { id }, select: datacenterSelect })
  return record ? ((await datacenterRows(db, [record], caller))[0] ?? null) : null
}
