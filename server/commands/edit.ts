import { AppError } from '@/server/domain/error'
import { checkName, checkTechnicalName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db, Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import type { ChangeTopic } from '@/server/contract/api/activity'
import { refuse, stale, uniquely, type Actor } from './refuse'

/** New name and description of one object; what is absent stays. `ifMatch` null = whatever its generation is. */
export interface Edit {
  id: string
  ifMatch: number | null
  name?: string | undefined
  description?: string | undefined
  user: Actor
}

interface Row {
  name: string
  description: string
  generation: number
}

/** How one kind of object is read and written; `write` changes nothing and returns 0 when the generation has moved on. */
interface Editable {
  type: string
  noun: string
  topic: ChangeTopic
  /** The name reaches libvirt or a file system. */
  technical?: boolean
  read: (tx: Tx, id: string) => Promise<Row | null>
  write: (tx: Tx, where: { id: string; generation: number }, data: { name: string; description: string; generation: number }) => Promise<{ count: number }>
}

const select = { name: true, description: true, generation: true } as const

export const editables = {
  datacenter: {
    type: 'datacenter', noun: 'datacenter', topic: 'datacenters',
    read: (tx, id) => tx.datacenter.findUnique({ where: { id }, select }),
    write: (tx, where, data) => tx.datacenter.updateMany({ where, data }),
  },
  cluster: {
    type: 'cluster', noun: 'cluster', topic: 'clusters',
    read: (tx, id) => tx.cluster.findUnique({ where: { id }, select }),
    write: (tx, where, data) => tx.cluster.updateMany({ where, data }),
  },
  'storage-domain': {
    type: 'storage-domain', noun: 'storage domain', topic: 'storage-domains',
    read: (tx, id) => tx.storageDomain.findUnique({ where: { id }, select }),
    write: (tx, where, data) => tx.storageDomain.updateMany({ where, data }),
  },
  network: {
    type: 'network', noun: 'network', topic: 'networks', technical: true,
    read: (tx, id) => tx.network.findUnique({ where: { id }, select }),
    write: (tx, where, data) => tx.network.updateMany({ where, data }),
  },
  host: {
    type: 'host', noun: 'host', topic: 'hosts', technical: true,
    read: (tx, id) => tx.host.findUnique({ where: { id }, select }),
    write: (tx, where, data) => tx.host.updateMany({ where, data }),
  },
} as const satisfies Record<string, Editable>

type Named = { id: string; name: string }

/** What else an edit changes, in the same transaction; answers whether it changed anything. */
export type AlsoEdit = (tx: Tx, before: Named, after: { name: string }) => Promise<boolean>

const nothingElse: AlsoEdit = async () => false

/** Errors: NOT_FOUND, BAD_INPUT for the name, DUPLICATE, STALE_GENERATION when somebody was faster; those of `also`. */
export async function editObject(db: Db, kind: Editable, { id, ifMatch, user, ...wanted }: Edit, also: AlsoEdit = nothingElse): Promise<void> {
  if (wanted.name !== undefined) refuse(kind.technical ? checkTechnicalName(wanted.name) : checkName(wanted.name))
  await uniquely(kind.type, `a ${kind.noun}`, wanted.name ?? '', () =>
    db.$transaction(async tx => {
      const before = await kind.read(tx, id)
      if (!before) throw new AppError('NOT_FOUND', `There is no ${kind.noun} ${id}.`, { subject: { type: kind.type, id } })
      const subject = { type: kind.type, id, name: before.name }
      const { generation, ...values } = before
      if (ifMatch !== null && ifMatch !== generation) throw stale(subject, generation, values)
      const after = { name: wanted.name ?? before.name, description: wanted.description ?? before.description }
      const more = await also(tx, { id, name: before.name }, after)
      if (!more && after.name === before.name && after.description === before.description) return
      const { count } = await kind.write(tx, { id, generation }, { ...after, generation: generation + 1 })
      if (count === 0) throw stale(subject, generation + 1, {})
      await change(tx, kind.topic, id)
      const renamed = after.name !== before.name
      await appendEvent(tx, {
        code: renamed ? `${kind.type}.renamed` : `${kind.type}.edited`,
        params: renamed ? { from: before.name, to: after.name } : {},
        message: renamed ? `The ${kind.noun} ${before.name} is now named ${after.name}.` : `The ${kind.noun} ${before.name} was edited.`,
        subject: { ...subject, name: after.name },
        user,
      })
    }),
  )
}
