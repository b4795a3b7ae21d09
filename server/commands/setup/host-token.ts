import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { createHostToken } from '../host/create-token'

/** A token with which the host joins that cluster within the hour. Errors: NOT_FOUND, DUPLICATE, BAD_INPUT. */
export async function hostToken(db: Db, { name, cluster, now }: { name: string; cluster: string; now: Date }): Promise<string> {
  const found = await db.cluster.findUnique({ where: { name: cluster }, select: { id: true } })
  if (!found) throw new AppError('NOT_FOUND', `There is no cluster named ${cluster}.`)
  return (await createHostToken(db, { clusterId: found.id, name, user: null, now })).token
}
