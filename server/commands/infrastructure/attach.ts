import { AppError } from '@/server/domain/error'
import type { Tx } from '@/server/store/db'
import { usersIn } from '@/server/store/infrastructure/attachment'
import { releaseNetwork, releaseStorageDomain } from '@/server/store/infrastructure/release'

export type Attachable = 'network' | 'storage-domain'

interface Rows {
  read: (tx: Tx, id: string) => Promise<{ datacenterId: string | null; allClusters: boolean; clusters: { clusterId: string }[] } | null>
  write: (tx: Tx, id: string, clusterIds: readonly string[] | null) => Promise<unknown>
  release: (tx: Tx, object: { id: string; name: string }, clusterIds: readonly string[]) => Promise<void>
  using: string
}

const select = { datacenterId: true, allClusters: true, clusters: { select: { clusterId: true } } } as const
/** As Prisma writes it: the rows of the join replaced as a whole. */
const attached = (clusterIds: readonly string[] | null) => ({
  allClusters: clusterIds === null, clusters: { deleteMany: {}, create: (clusterIds ?? []).map(clusterId => ({ clusterId })) },
})

const table: Record<Attachable, Rows> = {
  network: {
    read: (tx, id) => tx.network.findUnique({ where: { id }, select }),
    write: (tx, id, clusterIds) => tx.network.update({ where: { id }, data: attached(clusterIds), select: { id: true } }),
    release: releaseNetwork,
    using: 'on this network',
  },
  'storage-domain': {
    read: (tx, id) => tx.storageDomain.findUnique({ where: { id }, select }),
    write: (tx, id, clusterIds) => tx.storageDomain.update({ where: { id }, data: attached(clusterIds), select: { id: true } }),
    release: releaseStorageDomain,
    using: 'with disks on this storage domain',
  },
}

/** The same for a new row. */
export const attachedFrom = (clusterIds: readonly string[] | null) => ({
  allClusters: clusterIds === null, clusters: { create: [...new Set(clusterIds)].map(clusterId => ({ clusterId })) },
})

/** The clusters exist and belong to the datacenter. Errors: BAD_INPUT. */
export async function checkClusters(tx: Tx, datacenterId: string | null, clusterIds: readonly string[] | null): Promise<void> {
  if (clusterIds === null || (datacenterId === null && clusterIds.length === 0)) return
  const known = await tx.cluster.count({ where: { id: { in: [...clusterIds] }, datacenterId: datacenterId ?? { in: [] } } })
  if (known !== new Set(clusterIds).size)
    throw new AppError('BAD_INPUT', 'One of the clusters does not exist in the datacenter.', { field: 'clusterIds', reason: { code: 'clusters_unknown', params: {} } })
}

/**
 * Attaches to these clusters and no others; null = to all of the datacenter, also those that come later. Hosts of a cluster that is
 * left let go. Returns whether anything changed. Errors: BAD_INPUT, IN_USE while machines of such a cluster need it.
 */
export async function attach(tx: Tx, type: Attachable, object: { id: string; name: string }, clusterIds: readonly string[] | null): Promise<boolean> {
  const { read, write, release, using } = table[type]
  const before = await read(tx, object.id)
  if (!before) return false
  const wanted = clusterIds === null ? null : [...new Set(clusterIds)]
  await checkClusters(tx, before.datacenterId, wanted)
  const all = await tx.cluster.findMany({ where: { datacenterId: before.datacenterId ?? { in: [] } }, select: { id: true, name: true } })
  const had = before.allClusters ? all.map(({ id }) => id) : before.clusters.map(({ clusterId }) => clusterId)
  const same = before.allClusters === (wanted === null) && (wanted === null || (wanted.length === had.length && wanted.every(id => had.includes(id))))
  if (same) return false
  const left = wanted === null ? [] : all.filter(({ id }) => had.includes(id) && !wanted.includes(id))
  for (const cluster of left) {
    const vms = await usersIn[type](tx, object.id, [cluster.id])
    if (vms > 0)
      throw new AppError('IN_USE', `Cluster ${cluster.name} has ${vms} ${vms === 1 ? 'machine' : 'machines'} ${using}.`, {
        field: 'clusterIds', subject: { type, ...object }, reason: { code: 'cluster_uses', params: { cluster: cluster.name, count: vms, name: object.name } },
        hint: 'Change these machines first.',
      })
  }
  await write(tx, object.id, wanted)
  if (left.length > 0) await release(tx, object, left.map(({ id }) => id))
  return true
}
