import { checkName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { refuse, uniquely, type Actor } from '../refuse'

/** `datacenterId` exists: the permission was decided on it. Errors: BAD_INPUT for the name, DUPLICATE. */
export async function createCluster(db: Db, input: { name: string; description: string; datacenterId: string; user: Actor }): Promise<string> {
  const { user, ...data } = input
  refuse(checkName(data.name))
  return uniquely('cluster', 'a cluster', data.name, () =>
    db.$transaction(async tx => {
      const { id } = await tx.cluster.create({ data, select: { id: true } })
      await change(tx, 'clusters', id)
      await change(tx, 'datacenters', data.datacenterId)
      await appendEvent(tx, { code: 'cluster.created', message: `Cluster ${data.name} was created.`, subject: { type: 'cluster', id, name: data.name }, user })
      return id
    }),
  )
}
