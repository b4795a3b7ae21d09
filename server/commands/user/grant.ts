import { objectTypes, type ObjectType } from '@/server/contract/api/common'
import type { RoleName } from '@/server/contract/api/session'
import { AppError } from '@/server/domain/error'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { appendEvent } from '@/server/store/event'
import { pathOf } from '@/server/store/path'
import type { Actor } from '../refuse'

export interface NewGrant {
  id: string
  role: RoleName
  objectType: string
  objectId: string | null
  user: Actor
}

const badField = (field: string, text: string, hint: string): AppError => new AppError('BAD_INPUT', text, { field, hint })

function typeOf({ objectType, objectId }: NewGrant): ObjectType {
  const type = objectTypes.find(t => t === objectType)
  if (!type) throw badField('objectType', `There are no objects of type "${objectType}".`, `It is one of: ${objectTypes.join(', ')}.`)
  if (type === 'system' && objectId !== null) throw badField('objectId', 'The system has no id.', 'Leave objectId null.')
  if (type !== 'system' && objectId === null) throw badField('objectId', `On which ${type}?`, 'Give its id, or the type system for a role on everything.')
  return type
}

/** Gives a role on an object and all below it; giving it twice changes nothing. Errors: BAD_INPUT, NOT_FOUND. */
export async function grantRole(db: Db, grant: NewGrant): Promise<void> {
  const { id, role, objectId, user } = grant
  const objectType = typeOf(grant)
  if (objectId !== null && !(await pathOf(db, objectType, objectId)))
    throw new AppError('NOT_FOUND', `There is no ${objectType} ${objectId}.`, { subject: { type: objectType, id: objectId } })
  const receiver = await db.user.findUnique({ where: { id }, select: { username: true } })
  if (!receiver) throw new AppError('NOT_FOUND', `There is no user ${id}.`, { subject: { type: 'user', id } })
  const params = { role, objectType, objectId: objectId ?? '' }
  const message = `${receiver.username} was given the role ${role} on ${objectId === null ? 'everything' : `${objectType} ${objectId}`}.`
  await db
    .$transaction(async tx => {
      await tx.grant.create({ data: { userId: id, role, objectType, objectId } })
      await change(tx, 'users', id)
      await appendEvent(tx, { code: 'user.granted', params, message, subject: { type: 'user', id, name: receiver.username }, user })
    })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
}
