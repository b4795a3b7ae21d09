import type { Tx } from '../db'
import { attachedTo } from '../infrastructure/attachment'

/** A host of a cluster, a storage domain as that host sees it, and the cluster's networks. Nulls where an id is unknown or not attached. */
export async function importPlace(tx: Tx, { clusterId, storageDomainId, hostId }: { clusterId: string; storageDomainId: string; hostId: string }) {
  const cluster = await tx.cluster.findUnique({ where: { id: clusterId }, select: { id: true, name: true, datacenterId: true } })
  const reachable = { datacenterId: cluster?.datacenterId, ...attachedTo(clusterId) }
  const host = await tx.host.findFirst({ where: { id: hostId, clusterId }, select: { id: true, name: true, status: true } })
  const domain = await importDomain(tx, { clusterId, storageDomainId, hostId })
  const networks = await tx.network.findMany({ where: reachable, orderBy: [{ createdAt: 'asc' }, { name: 'asc' }], select: { id: true, name: true } })
  return { cluster, host, domain, networks }
}

/** A storage domain that the cluster has; `error` = what that host says of it. */
export async function importDomain(tx: Tx, { clusterId, storageDomainId, hostId }: { clusterId: string; storageDomainId: string; hostId: string }) {
  const domain = await tx.storageDomain.findFirst({
    where: { id: storageDomainId, ...attachedTo(clusterId), datacenter: { clusters: { some: { id: clusterId } } } },
    select: { id: true, name: true, path: true, hosts: { where: { hostId }, select: { error: true, writable: true } } },
  })
  if (!domain) return null
  const { hosts: [seen], ...rest } = domain
  return { ...rest, error: seen?.error ?? null }
}

/** The first of these addresses that a card has already, and its machine. */
export async function takenMac(tx: Tx, macs: readonly string[]): Promise<{ mac: string; vm: string } | null> {
  const nic = await tx.nic.findFirst({ where: { mac: { in: [...macs] } }, select: { mac: true, vm: { select: { name: true } } } })
  return nic && { mac: nic.mac, vm: nic.vm.name }
}
