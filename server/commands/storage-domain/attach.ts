import { AppError } from '@/server/domain/error'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { wakeStorageDomain } from '@/server/store/observation/storage'
import { lockStorageDomain } from '@/server/store/storage-domain/facts'
import { attachedFrom, checkClusters } from '../infrastructure/attach'
import type { Actor } from '../refuse'
import { requireUsable, type AskHost } from './ask'
import { mustAllow } from './refuse'

interface Attach {
  id: string
  datacenterId: string
  /** null = all of the datacenter. */
  clusterIds: string[] | null
  user: Actor
  now: Date
}

/**
 * A detached domain joins a datacenter; each host of its clusters that is Up must be able to use it. What is found on it is registered
 * by hand. Errors: NOT_FOUND, WRONG_STATE, BAD_INPUT, and what the hosts say, for example that it is another manager's by now.
 */
export async function attachStorageDomain(db: Db, { id, datacenterId, clusterIds, user, now }: Attach, ask: AskHost): Promise<void> {
  const domain = await db.$transaction(tx => lockStorageDomain(tx, id))
  mustAllow('attach', domain)
  const datacenter = await db.datacenter.findUnique({ where: { id: datacenterId }, select: { name: true } })
  if (!datacenter) throw new AppError('NOT_FOUND', `There is no datacenter ${datacenterId}.`, { field: 'datacenterId', subject: { type: 'datacenter', id: datacenterId } })
  await checkClusters(db, datacenterId, clusterIds)
  const taken = await db.storageDomain.findFirst({ where: { datacenterId, path: domain.path }, select: { name: true } })
  if (taken) throw new AppError('DUPLICATE', `The folder ${domain.path} is already the storage domain ${taken.name}.`, { field: 'datacenterId', reason: { code: 'path_taken', params: { name: taken.name } } })
  const answers = await requireUsable(db, { ...domain, datacenterId, clusterIds }, ask)
  await db.$transaction(async tx => {
    mustAllow('attach', await lockStorageDomain(tx, id))
    const { allClusters, clusters } = attachedFrom(clusterIds)
    await tx.storageDomain.update({ where: { id }, data: { datacenterId, allClusters, clusters }, select: { id: true } })
    await wakeStorageDomain(tx, id, answers, now)
    await change(tx, 'storage-domains', id)
    await change(tx, 'datacenters', datacenterId)
    await appendEvent(tx, {
      code: 'storage-domain.attached', params: { datacenter: datacenter.name }, message: `Storage domain ${domain.name} was attached to datacenter ${datacenter.name}.`,
      subject: { type: 'storage-domain', id, name: domain.name }, user,
    })
  })
}
