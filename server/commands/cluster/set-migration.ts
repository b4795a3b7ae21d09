import type { ClusterMigration } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { requirePolicy } from '../migration/require-policy'
import type { Actor } from '../refuse'

/** How the cluster's machines move, from now on. Errors: NOT_FOUND, BAD_INPUT for an unknown policy. */
export const setClusterMigration = (
  db: Db, { id, policy, limit, bandwidthMiBps, encryption, user }: ClusterMigration & { id: string; user: Actor },
): Promise<void> => db.$transaction(async tx => {
  const cluster = await tx.cluster.findUnique({ where: { id }, select: { name: true } })
  if (!cluster) throw new AppError('NOT_FOUND', `There is no cluster ${id}.`, { subject: { type: 'cluster', id } })
  await requirePolicy(tx, policy)
  await tx.cluster.update({
    where: { id },
    data: { migrationPolicy: policy, migrationLimit: limit, migrationBandwidthMiBps: bandwidthMiBps, migrationEncryption: encryption },
    select: { id: true },
  })
  await change(tx, 'clusters', id)
  // A higher limit lets those go that wait.
  await change(tx, 'migrations', id)
  await appendEvent(tx, {
    code: 'cluster.migration_set', params: { name: cluster.name }, message: `How machines of cluster ${cluster.name} are migrated was changed.`,
    subject: { type: 'cluster', id, name: cluster.name }, user,
  })
})
