import { changes } from '../change'
import type { Tx } from '../db'
import { storageDomainStatus } from '../observation/storage'

/** The hosts that have the network, those of `clusterIds` or all, are to let go of it; the reconciler tells them when they answer. */
export async function releaseNetwork(tx: Tx, network: { id: string; name: string }, clusterIds: readonly string[] | null): Promise<void> {
  const where = { networkId: network.id, ...(clusterIds ? { host: { clusterId: { in: [...clusterIds] } } } : {}) }
  const hosts = await tx.networkHost.findMany({ where, select: { hostId: true } })
  await tx.hostRemoval.createMany({
    data: hosts.map(({ hostId }) => ({ hostId, kind: 'network', objectId: network.id, name: network.name })), skipDuplicates: true,
  })
  await tx.networkHost.deleteMany({ where })
  await changes(tx, 'hosts', hosts.map(({ hostId }) => hostId))
}

/** The same for a storage domain: they no longer look at the folder. What is in it stays. */
export async function releaseStorageDomain(tx: Tx, domain: { id: string; name: string }, clusterIds: readonly string[] | null): Promise<void> {
  const where = { storageDomainId: domain.id, ...(clusterIds ? { host: { clusterId: { in: [...clusterIds] } } } : {}) }
  const hosts = await tx.storageDomainHost.findMany({ where, select: { hostId: true } })
  await tx.hostRemoval.createMany({
    data: hosts.map(({ hostId }) => ({ hostId, kind: 'storage-domain', objectId: domain.id, name: domain.name })), skipDuplicates: true,
  })
  await tx.storageDomainHost.deleteMany({ where })
  const left = await tx.storageDomainHost.findMany({ where: { storageDomainId: domain.id } })
  await tx.storageDomain.updateMany({ where: { id: domain.id, status: { notIn: ['maintenance', 'locked'] } }, data: { status: storageDomainStatus(left) } })
  await changes(tx, 'hosts', hosts.map(({ hostId }) => hostId))
}

/** A domain in maintenance: hosts let go of it, and keep their place among those that have it. What is in it stays. */
export async function restStorageDomain(tx: Tx, { id, name }: { id: string; name: string }): Promise<void> {
  const hosts = await tx.storageDomainHost.findMany({ where: { storageDomainId: id }, select: { hostId: true } })
  await tx.hostRemoval.createMany({ data: hosts.map(({ hostId }) => ({ hostId, kind: 'storage-domain', objectId: id, name })), skipDuplicates: true })
  await tx.storageDomainHost.updateMany({ where: { storageDomainId: id }, data: { writable: false, error: null } })
  await tx.storageDomain.update({ where: { id }, data: { status: 'maintenance' }, select: { id: true } })
}

/** What a host has yet to let go of, oldest first. */
export const removalsOf = (tx: Tx, hostId: string) => tx.hostRemoval.findMany({ where: { hostId }, orderBy: { askedAt: 'asc' } })
