import type { Cluster } from '@/server/contract/api/infrastructure'
import { encryptions } from '@/server/domain/migration/preflight'
import type { Db } from '../db'
import { infrastructureActions } from '../infrastructure/actions'
import type { Caller } from '../scope'
import type { Prisma } from '../generated/client'

export const clusterSelect = {
  id: true, name: true, description: true, generation: true,
  datacenter: { select: { id: true, name: true } },
  migrationPolicy: true, migrationLimit: true, migrationBandwidthMiBps: true, migrationEncryption: true,
} satisfies Prisma.ClusterSelect

export type ClusterRecord = Prisma.ClusterGetPayload<{ select: typeof clusterSelect }>

interface Figures {
  id: string
  hosts: number
  vms: number
  vmsUp: number
  cpus: number
  memoryMiB: number
  largestCpus: number
  largestMemoryMiB: number
  stratovirt: boolean
}

/** Figures of each cluster in one query. Sums count all its hosts; the largest host only those that are Up (row 3-30). */
const figures = (db: Db, ids: string[]) => db.$queryRaw<Figures[]>`
  select c.id, coalesce(v.vms, 0)::int as vms, coalesce(v.up, 0)::int as "vmsUp", coalesce(h.hosts, 0)::int as hosts,
    coalesce(h.cpus, 0)::int as cpus, coalesce(h.memory, 0)::int as "memoryMiB",
    coalesce(h.largest_cpus, 0)::int as "largestCpus", coalesce(h.largest_memory, 0)::int as "largestMemoryMiB",
    coalesce(h.stratovirt, false) as stratovirt
  from cluster c
  left join (select cluster_id, count(*) as vms, count(*) filter (where status = 'up') as up from vm group by cluster_id) v on v.cluster_id = c.id
  left join (
    select cluster_id, count(*) as hosts,
      sum((facts->'cpu'->>'count')::int) as cpus, sum((facts->>'memoryMiB')::int) as memory,
      max((facts->'cpu'->>'count')::int) filter (where status = 'up') as largest_cpus,
      max((facts->>'memoryMiB')::int) filter (where status = 'up') as largest_memory,
      bool_or(facts->'hypervisors' @> '["stratovirt"]') filter (where status = 'up') as stratovirt
    from host group by cluster_id) h on h.cluster_id = c.id
  where c.id = any(${ids}::uuid[])`

export async function clusterRows(db: Db, records: ClusterRecord[], caller: Caller): Promise<Cluster[]> {
  const known = new Map((await figures(db, records.map(r => r.id))).map(f => [f.id, f]))
  return records.map(({ migrationPolicy, migrationLimit, migrationBandwidthMiBps, migrationEncryption, ...c }) => {
    const f = known.get(c.id)
    const encryption = encryptions.find(one => one === migrationEncryption) ?? 'when_possible'
    return {
      ...c,
      migration: { policy: migrationPolicy, limit: migrationLimit, bandwidthMiBps: migrationBandwidthMiBps, encryption },
      hostCount: f?.hosts ?? 0,
      vmCount: f?.vms ?? 0,
      vmUpCount: f?.vmsUp ?? 0,
      cpuCount: f?.cpus ?? 0,
      memoryMiB: f?.memoryMiB ?? 0,
      hypervisors: f?.stratovirt ? ['qemu', 'stratovirt'] : ['qemu'],
      largestHost: { cpuCount: f?.largestCpus ?? 0, memoryMiB: f?.largestMemoryMiB ?? 0 },
      actions: infrastructureActions(caller, {
        type: 'cluster', id: c.id, datacenterId: c.datacenter.id, name: c.name, contents: { hosts: f?.hosts ?? 0, vms: f?.vms ?? 0 },
      }),
    }
  })
}

export async function getCluster(db: Db, id: string, caller: Caller): Promise<Cluster | null> {
  const record = await db.cluster.findUnique({ where: { id }, select: clusterSelect })
  return record ? ((await clusterRows(db, [record], caller))[0] ?? null) : null
}
