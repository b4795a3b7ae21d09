import type { Db } from '../db'
import { attachedTo } from '../infrastructure/attachment'
import { scopeWhere, type Caller } from '../scope'
import type { Prisma } from '../generated/client'

type Where = Prisma.StorageDomainWhereInput

/** Storage domains that the caller sees, by name, each with a host that can look into it now (null = none can). */
export async function mediaDomains(db: Db, { clusterId, storageDomainId }: { clusterId?: string | undefined; storageDomainId?: string | undefined }, caller: Caller) {
  const scope = scopeWhere<Where>(caller, 'storage-domain.read', {
    'storage-domain': ids => ({ id: { in: ids } }),
    datacenter: ids => ({ datacenterId: { in: ids } }),
  })
  const inCluster: Where = clusterId ? { datacenter: { clusters: { some: { id: clusterId } } }, ...attachedTo(clusterId) } : {}
  const domains = await db.storageDomain.findMany({
    where: { AND: [inCluster, ...(storageDomainId ? [{ id: storageDomainId }] : []), ...(scope ? [scope] : [])] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true, name: true, path: true,
      hosts: { where: { error: null, host: { status: 'up' } }, orderBy: { hostId: 'asc' }, take: 1, select: { hostId: true } },
    },
  })
  return domains.map(({ hosts, ...domain }) => ({ ...domain, hostId: hosts[0]?.hostId ?? null }))
}
