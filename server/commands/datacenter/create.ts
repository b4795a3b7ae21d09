import { checkName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { refuse, uniquely, type Actor } from '../refuse'

/** Errors: BAD_INPUT for the name, DUPLICATE. */
export async function createDatacenter(db: Db, { name, description, user }: { name: string; description: string; user: Actor }): Promise<string> {
  refuse(checkName(name))
  return uniquely('datacenter', 'a datacenter', name, () =>
    db.$transaction(async tx => {
      const { id } = await tx.datacenter.create({ data: { name, description }, select: { id: true } })
      await change(tx, 'datacenters', id)
      await appendEvent(tx, { code: 'datacenter.created', message: `Datacenter ${name} was created.`, subject: { type: 'datacenter', id, name }, user })
      return id
    }),
  )
}
