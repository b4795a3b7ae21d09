import type { ChangeTopic } from '@/server/contract/api/activity'
import type { Tx } from './db'

/** Tells every open page that this object changed. Called in the transaction of the write itself (NEW-2). */
export const change = (tx: Tx, topic: ChangeTopic, objectId: string) => tx.change.create({ data: { topic, objectId }, select: { seq: true } })

export const changes = (tx: Tx, topic: ChangeTopic, objectIds: readonly string[]) => tx.change.createMany({ data: objectIds.map(objectId => ({ topic, objectId })) })
