import type { StorageDomain } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import { infrastructureActions } from '../infrastructure/actions'
import { attachedClusters, clusterRefs } from '../infrastructure/attachment'
import type { Caller } from '../scope'
import type { Prisma } from '../generated/client'

export const storageDomainSelect = {
  id: true, name: true, description: true, generation: true, role: true, type: true, path: true, status: true, capacityMiB: true, freeMiB: true,
  allClusters: true, clusters: clusterRefs,
  datacenter: { select: { id: true, name: true } },
  hosts: { select: { writable: true, error: true, host: { select: { id: true, name: true } } }, orderBy: { host: { name: 'asc' } } },
  _count: { select: { disks: true, templates: true } },
} satisfies Prisma.StorageDomainSelect

export type StorageDomainRecord = Prisma.StorageDomainGetPayload<{ select: typeof storageDomainSelect }>

export const storageDomainStatuses = ['active', 'partly_active', 'inactive', 'maintenance', 'locked', 'unattached'] as const

const committed = (db: Db, ids: string[]) => db.disk.groupBy({ by: ['storageDomainId'], where: { storageDomainId: { in: ids } }, _sum: { sizeMiB: true } })

export async function storageDomainRows(db: Db, records: StorageDomainRecord[], caller: Caller): Promise<StorageDomain[]> {
  const sums = new Map((await committed(db, records.map(r => r.id))).map(s => [s.storageDomainId, s._sum.sizeMiB]))
  return records.map(({ _count, allClusters, clusters, ...s }) => ({
    ...s,
    role: s.role === 'iso' || s.role === 'export' ? s.role : 'data',
    type: s.type === 'posix' ? 'posix' : 'local',
    status: storageDomainStatuses.find(known => known === s.status) ?? 'unattached',
    committedMiB: sums.get(s.id) ?? 0,
    diskCount: _count.disks,
    templateCount: _count.templates,
    clusters: attachedClusters({ allClusters, clusters }),
    actions: infrastructureActions(caller, { type: 'storage-domain', id: s.id, datacenterId: s.datacenter.id, name: s.name, contents: _count }),
  }))
}

export async function getStorageDomain(db: Db, id: string, caller: Caller): Promise<StorageDomain | null> {
  const record = await db.storageDomain.findUnique({ where: { id }, select: storageDomainSelect })
  return record ? ((await storageDomainRows(db, [record], caller))[0] ?? null) : null
}
