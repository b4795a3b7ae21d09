import type { Dashboard } from '@/server/contract/api/activity'
import type { Db } from '../db'
import type { Caller } from '../scope'
import { visible } from './overview'
import { readWarnings } from './warnings'

interface HostFigures {
  cpus: number
  memoryMiB: number
  /** Percent × processors, so that a large host counts more. */
  cpuUse: number | null
  cpusSeen: number
  memoryUsedMiB: number | null
}

const hostFigures = (db: Db, ids: string[]) => db.$queryRaw<HostFigures[]>`
  select coalesce(sum((facts->'cpu'->>'count')::int), 0)::int as cpus, coalesce(sum((facts->>'memoryMiB')::int), 0)::int as "memoryMiB",
    sum((latest->>'cpuPercent')::float * (facts->'cpu'->>'count')::int) filter (where status = 'up') as "cpuUse",
    coalesce(sum((facts->'cpu'->>'count')::int) filter (where status = 'up' and latest is not null), 0)::int as "cpusSeen",
    sum((latest->>'memoryUsedMiB')::float) filter (where status = 'up') as "memoryUsedMiB"
  from host where id = any(${ids}::uuid[])`

/** Mean of all hosts per minute of the last hour. */
const history = (db: Db, ids: string[], since: Date) => db.$queryRaw<{ at: Date; cpuPercent: number; memoryPercent: number }[]>`
  select date_trunc('minute', s.at) as at, avg(s.cpu_percent) as "cpuPercent",
    coalesce(avg(100 * s.memory_used_mib / nullif((h.facts->>'memoryMiB')::float, 0)), 0) as "memoryPercent"
  from host_sample s join host h on h.id = s.host_id where s.host_id = any(${ids}::uuid[]) and s.at > ${since} group by 1 order by 1`

const hourMs = 3_600_000

/** Figures over all that the caller may see. */
export async function readDashboard(db: Db, caller: Caller, now: Date): Promise<Dashboard> {
  const see = visible(caller)
  const hosts = await db.host.findMany({ where: see.host, select: { id: true, status: true } })
  const ids = hosts.map(h => h.id)
  const [vms, [figures], storage, points, warnings] = await Promise.all([
    db.vm.groupBy({ by: ['status'], where: see.vm, _count: { _all: true } }),
    hostFigures(db, ids),
    db.storageDomain.aggregate({ where: see.storageDomain, _sum: { capacityMiB: true, freeMiB: true } }),
    history(db, ids, new Date(now.getTime() - hourMs)),
    readWarnings(db, see),
  ])
  const hostCounts: Record<string, number> = {}
  for (const { status } of hosts) hostCounts[status] = (hostCounts[status] ?? 0) + 1
  const { cpus = 0, memoryMiB = 0, cpuUse = null, cpusSeen = 0, memoryUsedMiB = null } = figures ?? {}
  return {
    hosts: hostCounts,
    vms: Object.fromEntries(vms.map(v => [v.status, v._count._all])),
    cpu: { count: cpus, usedPercent: cpuUse === null || cpusSeen === 0 ? null : cpuUse / cpusSeen },
    memory: { totalMiB: memoryMiB, usedMiB: memoryUsedMiB },
    storage: { capacityMiB: storage._sum.capacityMiB ?? 0, freeMiB: storage._sum.freeMiB ?? 0 },
    history: points.map(p => ({ ...p, at: p.at.toISOString() })),
    warnings,
  }
}
