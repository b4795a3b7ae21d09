import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { mayDo } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { storageDomainAction, storageDomainActionNames, storageDomainVerbs } from '@/server/domain/storage-domain/life'
import type { StorageDomainUse } from '@/server/domain/storage-domain/life'
import { blockingMiB, spaceLevel } from '@/server/domain/storage-domain/space'
import type { Db } from '../db'
import { infrastructureActions } from '../infrastructure/actions'
import { attachedClusters, clusterRefs } from '../infrastructure/attachment'
import type { Caller } from '../scope'
import type { Prisma } from '../generated/client'
import { asStorageDomainStatus } from '../storage-domain/facts'
import { useOf } from '../storage-domain/use'
import { asHostStatus } from '../vm/status'

export const storageDomainSelect = {
  id: true, name: true, description: true, generation: true, role: true, type: true, path: true, status: true, capacityMiB: true, freeMiB: true, metadataError: true,
  warningFreePercent: true, blockingFreeMiB: true, overcommitPercent: true,
  allClusters: true, clusters: clusterRefs,
  datacenter: { select: { id: true, name: true } },
  hosts: { select: { writable: true, error: true, host: { select: { id: true, name: true, status: true } } }, orderBy: { host: { name: 'asc' } } },
  _count: { select: { disks: true, templates: true } },
} satisfies Prisma.StorageDomainSelect

export type StorageDomainRecord = Prisma.StorageDomainGetPayload<{ select: typeof storageDomainSelect }>

/** Edit and remove as of every object, and the steps of its life. */
function actionsOf(caller: Caller, id: string, datacenterId: string | null, use: StorageDomainUse, contents: StorageDomainRecord['_count']): StorageDomain['actions'] {
  const path = [{ type: 'storage-domain' as const, id }, ...(datacenterId ? [{ type: 'datacenter' as const, id: datacenterId }] : [])]
  const life = storageDomainActionNames.map(action => {
    const verb = storageDomainVerbs[action]
    return [action, mayDo(caller.grants, verb, path) ? storageDomainAction(action, use) : forbiddenAction(verb)] as const
  })
  return { ...infrastructureActions(caller, { type: 'storage-domain', id, datacenterId, name: use.name, contents }), ...Object.fromEntries(life) }
}

export async function storageDomainRows(db: Db, records: StorageDomainRecord[], caller: Caller): Promise<StorageDomain[]> {
  const use = await useOf(db, records.map(r => r.id))
  return records.map(({ _count, allClusters, clusters, hosts, warningFreePercent, blockingFreeMiB, overcommitPercent, ...s }) => {
    const status = asStorageDomainStatus(s.status)
    const limits = { warningFreePercent, blockingFreeMiB, overcommitPercent }
    const { committedMiB, ...uses } = use(s.id)
    return {
      ...s,
      role: s.role === 'iso' || s.role === 'export' ? s.role : 'data',
      type: s.type === 'posix' ? 'posix' : 'local',
      status,
      committedMiB,
      limits,
      blockingMiB: blockingMiB(s, limits),
      space: spaceLevel(s, limits),
      diskCount: _count.disks,
      templateCount: _count.templates,
      vmCount: uses.machines.count,
      clusters: attachedClusters({ allClusters, clusters }),
      hosts: hosts.map(({ host: { status: hostStatus, ...host }, ...view }) => ({ ...view, host, status: asHostStatus(hostStatus) })),
      actions: actionsOf(caller, s.id, s.datacenter?.id ?? null, { ...uses, name: s.name, status, attached: s.datacenter !== null }, _count),
    }
  })
}

export async function getStorageDomain(db: Db, id: string, caller: Caller): Promise<StorageDomain | null> {
  const record = await db.storageDomain.findUnique({ where: { id }, select: storageDomainSelect })
  return record ? ((await storageDomainRows(db, [record], caller))[0] ?? null) : null
}
