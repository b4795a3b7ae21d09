import type { Tx } from '../db'

/** True for what is attached to the cluster: to every one of its datacenter, or to it by name. */
export const attachedTo = (clusterId: string) => ({ OR: [{ allClusters: true }, { clusters: { some: { clusterId } } }] })

/** The same for the cluster of a host. */
export const attachedToHost = (hostId: string) => ({ OR: [{ allClusters: true }, { clusters: { some: { cluster: { hosts: { some: { id: hostId } } } } } }] })

export const clusterRefs = { select: { cluster: { select: { id: true, name: true } } }, orderBy: { cluster: { name: 'asc' } } } as const

/** Clusters by name, or null for all of the datacenter. */
export const attachedClusters = ({ allClusters, clusters }: { allClusters: boolean; clusters: { cluster: { id: string; name: string } }[] }) =>
  allClusters ? null : clusters.map(({ cluster }) => cluster)

/** How many machines of these clusters use a network or have a disk on a storage domain. */
export const usersIn = {
  network: (tx: Tx, id: string, clusterIds: readonly string[]) => tx.vm.count({ where: { clusterId: { in: [...clusterIds] }, nics: { some: { networkId: id } } } }),
  'storage-domain': (tx: Tx, id: string, clusterIds: readonly string[]) =>
    tx.vm.count({ where: { clusterId: { in: [...clusterIds] }, disks: { some: { storageDomainId: id } } } }),
}
