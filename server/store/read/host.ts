import { HostFacts, HostSample } from '@/server/contract/agent/host'
import { hostStatuses, type Host, type HostRow, type HostStatus } from '@/server/contract/api/infrastructure'
import { mayDo } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { hostAction, hostActionNames, hostVerbs } from '@/server/domain/host/lifecycle'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import type { Caller } from '../scope'

/** Everything but the facts, which are long: lists take the few they show out of them in SQL. */
export const hostSelect = {
  id: true,
  name: true,
  description: true,
  generation: true,
  address: true,
  migrationAddress: true,
  status: true,
  statusReason: true,
  statusSince: true,
  libvirt: true,
  latest: true,
  cluster: { select: { id: true, name: true, datacenter: { select: { id: true, name: true } } } },
} satisfies Prisma.HostSelect

export type HostRecord = Prisma.HostGetPayload<{ select: typeof hostSelect }>

interface Figures {
  id: string
  vms: number
  vmsUp: number
  running: number
  cpuModel: string
  cpuCount: number
  memoryMiB: number
  kvm: boolean | null
  warnings: number
}

/** `running` = machines of ours that a job works on or that are not known to be stopped: what keeps a host from being removed. A saved one's memory is there, too. */
const figures = (db: Pick<Db, '$queryRaw'>, ids: string[]) => db.$queryRaw<Figures[]>`
  select h.id, coalesce(v.vms, 0)::int as vms, coalesce(v.up, 0)::int as "vmsUp", coalesce(v.running, 0)::int as running,
    coalesce(h.facts->'cpu'->>'model', '') as "cpuModel", coalesce((h.facts->'cpu'->>'count')::int, 0) as "cpuCount",
    coalesce((h.facts->>'memoryMiB')::int, 0) as "memoryMiB", (h.facts->'acceleration'->>'kvm')::boolean as kvm,
    (select count(*)::int from jsonb_array_elements(coalesce(h.facts->'checks', '[]'::jsonb)) as c where c->>'level' <> 'pass') as warnings
  from host h
  left join (
    select host_id, count(*) as vms, count(*) filter (where status = 'up') as up,
      count(*) filter (where not external and (job_id is not null
        or (observed_state is null or observed_state not in ('down', 'crashed')) and status <> 'down')) as running
    from vm where host_id = any(${ids}::uuid[]) group by host_id) v on v.host_id = h.id
  where h.id = any(${ids}::uuid[])`

const statusOf = (text: string): HostStatus => hostStatuses.find(s => s === text) ?? 'down'

function actionsOf(host: HostRecord, running: number, caller: Caller): Host['actions'] {
  const path = [
    { type: 'host', id: host.id },
    { type: 'cluster', id: host.cluster.id },
    { type: 'datacenter', id: host.cluster.datacenter.id },
  ] as const
  return Object.fromEntries(
    hostActionNames.map(a => [a, mayDo(caller.grants, hostVerbs[a], path) ? hostAction(a, { name: host.name, running }) : forbiddenAction(hostVerbs[a])]),
  )
}

const shared = (host: HostRecord, f: Figures | undefined, caller: Caller): Omit<Host, 'facts'> => ({
  id: host.id,
  name: host.name,
  description: host.description,
  generation: host.generation,
  address: host.address,
  migrationAddress: host.migrationAddress,
  cluster: { id: host.cluster.id, name: host.cluster.name },
  datacenter: host.cluster.datacenter,
  status: statusOf(host.status),
  statusReason: host.statusReason,
  statusSince: host.statusSince.toISOString(),
  libvirt: host.libvirt === 'up' || host.libvirt === 'down' ? host.libvirt : 'unknown',
  vmCount: f?.vms ?? 0,
  vmUpCount: f?.vmsUp ?? 0,
  latest: HostSample.safeParse(host.latest).data ?? null,
  actions: actionsOf(host, f?.running ?? 0, caller),
})

export async function hostRows(db: Db, records: HostRecord[], caller: Caller): Promise<HostRow[]> {
  const known = new Map(
    (
      await figures(
        db,
        records.map(r => r.id),
      )
    ).map(f => [f.id, f]),
  )
  return records.map(host => {
    const f = known.get(host.id)
    return {
      ...shared(host, f, caller),
      cpuModel: f?.cpuModel ?? '',
      cpuCount: f?.cpuCount ?? 0,
      memoryMiB: f?.memoryMiB ?? 0,
      kvm: f?.kvm ?? null,
      warnings: f?.warnings ?? 0,
    }
  })
}

export async function getHost(db: Db, id: string, caller: Caller): Promise<Host | null> {
  const [record, [f]] = await Promise.all([db.host.findUnique({ where: { id }, select: { ...hostSelect, facts: true } }), figures(db, [id])])
  return record ? { ...shared(record, f, caller), facts: HostFacts.safeParse(record.facts).data ?? null } : null
}

/** Machines of ours that are not known to be stopped on this host. */
export const runningOn = async (db: Pick<Db, '$queryRaw'>, hostId: string): Promise<number> => (await figures(db, [hostId]))[0]?.running ?? 0
