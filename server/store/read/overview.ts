import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { vmScope } from '../list/vm'
import { scopeWhere, type Caller } from '../scope'

/** The rows of each kind of object that the caller may read, as Prisma conditions; `{}` = all. */
export const visible = (caller: Caller) => ({
  vm: vmScope(caller, 'vm.read') ?? {},
  host:
    scopeWhere<Prisma.HostWhereInput>(caller, 'host.read', {
      host: ids => ({ id: { in: ids } }),
      cluster: ids => ({ clusterId: { in: ids } }),
      datacenter: ids => ({ cluster: { datacenterId: { in: ids } } }),
    }) ?? {},
  cluster:
    scopeWhere<Prisma.ClusterWhereInput>(caller, 'cluster.read', {
      cluster: ids => ({ id: { in: ids } }),
      datacenter: ids => ({ datacenterId: { in: ids } }),
    }) ?? {},
  datacenter: scopeWhere<Prisma.DatacenterWhereInput>(caller, 'datacenter.read', { datacenter: ids => ({ id: { in: ids } }) }) ?? {},
  storageDomain:
    scopeWhere<Prisma.StorageDomainWhereInput>(caller, 'storage-domain.read', {
      'storage-domain': ids => ({ id: { in: ids } }),
      datacenter: ids => ({ datacenterId: { in: ids } }),
    }) ?? {},
  network:
    scopeWhere<Prisma.NetworkWhereInput>(caller, 'network.read', {
      network: ids => ({ id: { in: ids } }),
      datacenter: ids => ({ datacenterId: { in: ids } }),
    }) ?? {},
  template:
    scopeWhere<Prisma.TemplateWhereInput>(caller, 'template.read', {
      template: ids => ({ id: { in: ids } }),
      datacenter: ids => ({ datacenterId: { in: ids } }),
    }) ?? {},
})

export interface FoundObject {
  type: string
  id: string
  name: string
  status: string
}

const most = 20
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Up to 20 objects whose name contains the text; names that begin with it come first. */
export async function findObjects(db: Db, text: string, caller: Caller): Promise<FoundObject[]> {
  const wanted = text.trim()
  if (!wanted) return []
  const see = visible(caller)
  const name = { contains: literal(wanted), mode: 'insensitive' as const }
  const page = { orderBy: { name: 'asc' as const }, take: most }
  const plain = { id: true, name: true }
  const typed = async (type: string, rows: Promise<{ id: string; name: string; status?: string }[]>): Promise<FoundObject[]> =>
    (await rows).map(r => ({ type, id: r.id, name: r.name, status: r.status ?? '' }))
  const found = await Promise.all([
    typed('vm', db.vm.findMany({ where: { AND: [see.vm, { name }] }, select: { ...plain, status: true }, ...page })),
    typed('host', db.host.findMany({ where: { AND: [see.host, { name }] }, select: { ...plain, status: true }, ...page })),
    typed('cluster', db.cluster.findMany({ where: { AND: [see.cluster, { name }] }, select: plain, ...page })),
    typed('datacenter', db.datacenter.findMany({ where: { AND: [see.datacenter, { name }] }, select: plain, ...page })),
    typed('storage-domain', db.storageDomain.findMany({ where: { AND: [see.storageDomain, { name }] }, select: { ...plain, status: true }, ...page })),
    typed('network', db.network.findMany({ where: { AND: [see.network, { name }] }, select: plain, ...page })),
    typed('template', db.template.findMany({ where: { AND: [see.template, { name }] }, select: plain, ...page })),
  ])
  const rank = (o: FoundObject) => (o.name.toLowerCase().startsWith(wanted.toLowerCase()) ? 0 : 1)
  return found
    .flat()
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, most)
}

export type TreeItem = { type: 'datacenter' | 'cluster' | 'host' | 'vm'; id: string; name: string; status: string; parent: string | null }
const treeMachines = 500

/** Datacenter → cluster → host → machine, the first 500 machines by name. A parent that the caller may not see is left out. */
export async function readTree(db: Db, caller: Caller): Promise<TreeItem[]> {
  const see = visible(caller)
  const orderBy = { name: 'asc' as const }
  const [datacenters, clusters, hosts, vms] = await Promise.all([
    db.datacenter.findMany({ where: see.datacenter, select: { id: true, name: true }, orderBy }),
    db.cluster.findMany({ where: see.cluster, select: { id: true, name: true, datacenterId: true }, orderBy }),
    db.host.findMany({ where: see.host, select: { id: true, name: true, status: true, clusterId: true }, orderBy }),
    db.vm.findMany({
      where: see.vm,
      select: { id: true, name: true, status: true, clusterId: true, hostId: true },
      orderBy: [orderBy, { id: 'asc' }],
      take: treeMachines,
    }),
  ])
  const shown = new Set([...datacenters, ...clusters, ...hosts].map(o => o.id))
  const under = (...parents: (string | null)[]) => parents.find(p => p !== null && shown.has(p)) ?? null
  return [
    ...datacenters.map(d => ({ type: 'datacenter' as const, ...d, status: '', parent: null })),
    ...clusters.map(({ datacenterId, ...c }) => ({ type: 'cluster' as const, ...c, status: '', parent: under(datacenterId) })),
    ...hosts.map(({ clusterId, ...h }) => ({ type: 'host' as const, ...h, parent: under(clusterId) })),
    ...vms.map(({ clusterId, hostId, ...v }) => ({ type: 'vm' as const, ...v, parent: under(hostId, clusterId) })),
  ]
}
