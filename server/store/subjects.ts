import type { Prisma } from './generated/client'
import type { Db } from './db'
import { diskScope } from './list/disk'
import { vmScope } from './list/vm'
import { scopeWhere, type Caller } from './scope'

/** Types of object that jobs and events can be about, apart from machines: each with the ids in the caller's scope. */
async function infrastructure(db: Db, caller: Caller, verb: string): Promise<string[]> {
  const ids = async (found: Promise<{ id: string }[]>) => (await found).map(r => r.id)
  const scope = <W>(table: Parameters<typeof scopeWhere<W>>[2]) => scopeWhere<W>(caller, verb, table) ?? {}
  const inDatacenter = { datacenter: (datacenterIds: string[]) => ({ datacenterId: { in: datacenterIds } }) }
  const found = await Promise.all([
    ids(db.datacenter.findMany({ where: scope<Prisma.DatacenterWhereInput>({ datacenter: d => ({ id: { in: d } }) }), select: { id: true } })),
    ids(db.cluster.findMany({ where: scope<Prisma.ClusterWhereInput>({ cluster: c => ({ id: { in: c } }), ...inDatacenter }), select: { id: true } })),
    ids(
      db.host.findMany({
        where: scope<Prisma.HostWhereInput>({
          host: h => ({ id: { in: h } }),
          cluster: c => ({ clusterId: { in: c } }),
          datacenter: d => ({ cluster: { datacenterId: { in: d } } }),
        }),
        select: { id: true },
      }),
    ),
    ids(
      db.storageDomain.findMany({
        where: scope<Prisma.StorageDomainWhereInput>({ 'storage-domain': s => ({ id: { in: s } }), ...inDatacenter }),
        select: { id: true },
      }),
    ),
    ids(db.network.findMany({ where: scope<Prisma.NetworkWhereInput>({ network: n => ({ id: { in: n } }), ...inDatacenter }), select: { id: true } })),
    ids(db.template.findMany({ where: scope<Prisma.TemplateWhereInput>({ template: t => ({ id: { in: t } }), ...inDatacenter }), select: { id: true } })),
  ])
  return found.flat()
}

/**
 * Ids of the objects whose jobs or events the caller may read; null = all. Jobs and events name their subject without a
 * foreign key (it may be gone), so the condition needs the ids themselves.
 */
export async function subjectScope(db: Db, caller: Caller, verb: string): Promise<string[] | null> {
  const vms = vmScope(caller, verb)
  if (!vms) return null
  const [machines, disks, others] = await Promise.all([
    db.vm.findMany({ where: vms, select: { id: true } }),
    db.disk.findMany({ where: diskScope(caller, verb) ?? {}, select: { id: true } }),
    infrastructure(db, caller, verb),
  ])
  return [...machines, ...disks].map(({ id }) => id).concat(others)
}
