import type { Tx } from '../db'

/**
 * Hosts that are Up and are to have the domain: those of its clusters, and of a local one the host whose folder it is, as long as one
 * is known.
 */
export async function hostsToAsk(tx: Tx, { id }: { id: string }): Promise<{ id: string; name: string }[]> {
  const domain = await tx.storageDomain.findUniqueOrThrow({
    where: { id }, select: { type: true, datacenterId: true, allClusters: true, clusters: { select: { clusterId: true } }, hosts: { select: { hostId: true } } },
  })
  if (domain.datacenterId === null) return []
  const inClusters = { datacenterId: domain.datacenterId, ...(domain.allClusters ? {} : { id: { in: domain.clusters.map(({ clusterId }) => clusterId) } }) }
  const own = domain.type === 'local' && domain.hosts.length > 0 ? { id: { in: domain.hosts.map(({ hostId }) => hostId) } } : {}
  return tx.host.findMany({ where: { status: 'up', cluster: inClusters, ...own }, select: { id: true, name: true }, orderBy: { name: 'asc' } })
}

/** Domains that are in use, each with a host that is Up and can write to it now. */
export async function usableStorage(tx: Tx): Promise<{ id: string; path: string; hostId: string }[]> {
  const rows = await tx.storageDomain.findMany({
    where: { datacenterId: { not: null }, status: { in: ['active', 'partly_active'] } },
    select: { id: true, path: true, hosts: { where: { writable: true, error: null, host: { status: 'up' } }, orderBy: { hostId: 'asc' }, take: 1, select: { hostId: true } } },
  })
  return rows.flatMap(({ id, path, hosts: [host] }) => (host ? [{ id, path, hostId: host.hostId }] : []))
}
