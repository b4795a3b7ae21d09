import type { ObjectType } from '@/server/contract/api/common'
import type { ObjectPath } from '@/server/domain/access/decide'
import type { Db } from './db'

type Step = ObjectPath[number]
type Finder = (db: Db, ids: string[]) => Promise<Map<string, ObjectPath>>

const map = <R extends { id: string }>(rows: R[], above: (row: R) => Step[], type: ObjectType): Map<string, ObjectPath> =>
  new Map(rows.map(row => [row.id, [{ type, id: row.id }, ...above(row)]]))

/** A storage domain that is attached to no datacenter hangs below the system alone. */
const datacenterOf = ({ datacenterId }: { datacenterId: string | null }): Step[] => (datacenterId ? [{ type: 'datacenter', id: datacenterId }] : [])
const clusterOf = (row: { clusterId: string; cluster: { datacenterId: string } }): Step[] => [
  { type: 'cluster', id: row.clusterId },
  ...datacenterOf(row.cluster),
]

const diskPathSelect = {
  id: true, storageDomain: { select: { id: true, datacenterId: true } }, vm: { select: { id: true, clusterId: true, cluster: { select: { datacenterId: true } } } },
} as const

/** A disk hangs below its storage domain and, while it has one, its machine. */
export const diskPath = ({ id, storageDomain, vm }: { id: string; storageDomain: { id: string; datacenterId: string | null }; vm: ({ id: string } & Parameters<typeof clusterOf>[0]) | null }): ObjectPath => [
  { type: 'disk', id }, { type: 'storage-domain', id: storageDomain.id }, ...(vm ? [{ type: 'vm' as const, id: vm.id }, ...clusterOf(vm)] : []), ...datacenterOf(storageDomain),
]

/** How to find the objects above each type of object: one query per type. */
const finders: Partial<Record<ObjectType, Finder>> = {
  datacenter: async (db, ids) => map(await db.datacenter.findMany({ where: { id: { in: ids } }, select: { id: true } }), () => [], 'datacenter'),
  cluster: async (db, ids) => map(await db.cluster.findMany({ where: { id: { in: ids } }, select: { id: true, datacenterId: true } }), datacenterOf, 'cluster'),
  host: async (db, ids) =>
    map(
      await db.host.findMany({ where: { id: { in: ids } }, select: { id: true, clusterId: true, cluster: { select: { datacenterId: true } } } }),
      clusterOf,
      'host',
    ),
  vm: async (db, ids) =>
    map(
      await db.vm.findMany({ where: { id: { in: ids } }, select: { id: true, clusterId: true, cluster: { select: { datacenterId: true } } } }),
      clusterOf,
      'vm',
    ),
  'storage-domain': async (db, ids) =>
    map(await db.storageDomain.findMany({ where: { id: { in: ids } }, select: { id: true, datacenterId: true } }), datacenterOf, 'storage-domain'),
  network: async (db, ids) => map(await db.network.findMany({ where: { id: { in: ids } }, select: { id: true, datacenterId: true } }), datacenterOf, 'network'),
  template: async (db, ids) =>
    map(await db.template.findMany({ where: { id: { in: ids } }, select: { id: true, datacenterId: true } }), datacenterOf, 'template'),
  disk: async (db, ids) =>
    new Map((await db.disk.findMany({ where: { id: { in: ids } }, select: diskPathSelect })).map(row => [row.id, diskPath(row)])),
  user: async (db, ids) => map(await db.user.findMany({ where: { id: { in: ids } }, select: { id: true } }), () => [], 'user'),
  job: jobPaths,
}

/** A job hangs below the object it is about; when that is gone, below the system alone. */
async function jobPaths(db: Db, ids: string[]): Promise<Map<string, ObjectPath>> {
  const jobs = await db.job.findMany({ where: { id: { in: ids } }, select: { id: true, subjectType: true, subjectId: true } })
  const subjects = await pathsOf(
    db,
    jobs.map(j => ({ type: j.subjectType, id: j.subjectId })),
  )
  return map(jobs, job => [...(subjects.get(job.subjectId) ?? [])], 'job')
}

/** Paths of several objects by id; what does not exist is missing. */
export async function pathsOf(db: Db, objects: readonly { type: string; id: string }[]): Promise<Map<string, ObjectPath>> {
  const types = [...new Set(objects.map(o => o.type))]
  const found = await Promise.all(
    types.map(type => {
      const finder = finders[type as ObjectType]
      return finder ? finder(db, [...new Set(objects.filter(o => o.type === type).map(o => o.id))]) : new Map<string, ObjectPath>()
    }),
  )
  return new Map(found.flatMap(m => [...m]))
}

/** The object and all above it, nearest first (vm → cluster → datacenter); null when it does not exist. */
export const pathOf = async (db: Db, type: ObjectType, id: string): Promise<ObjectPath | null> => (await pathsOf(db, [{ type, id }])).get(id) ?? null
