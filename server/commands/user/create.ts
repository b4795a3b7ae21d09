import { checkUsername, normalUsername } from '@/server/domain/access/username'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { refuse, uniquely, type Actor } from '../refuse'
import { hashPassword } from '../session/password'

/** A user of the internal domain, without any role yet. Errors: BAD_INPUT for the name, DUPLICATE. */
export async function createUser(db: Db, input: { username: string; password: string; user: Actor }): Promise<string> {
  const username = normalUsername(input.username)
  refuse(checkUsername(username))
  const passwordHash = await hashPassword(input.password)
  return uniquely('user', 'a user', username, () =>
    db.$transaction(async tx => {
      const { id } = await tx.user.create({ data: { username, passwordHash }, select: { id: true } })
      await change(tx, 'users', id)
      await appendEvent(tx, { code: 'user.created', message: `User ${username} was created.`, subject: { type: 'user', id, name: username }, user: input.user })
      return id
    }),
  )
}
