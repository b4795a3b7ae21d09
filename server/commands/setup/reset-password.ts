import { normalUsername } from '@/server/domain/access/username'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { endSessionsOf } from '@/server/store/session/session'
import { hashPassword } from '../session/password'

/** A new password for a user of the internal domain; his sessions end. Returns his full name. Errors: NOT_FOUND. */
export async function resetPassword(db: Db, username: string, password: string): Promise<string> {
  const name = normalUsername(username)
  const passwordHash = await hashPassword(password)
  await db.$transaction(async tx => {
    const user = await tx.user.findUnique({ where: { username: name }, select: { id: true } })
    if (!user) throw new AppError('NOT_FOUND', `There is no user ${name}.`)
    await tx.user.update({ where: { id: user.id }, data: { passwordHash }, select: { id: true } })
    await endSessionsOf(tx, user.id)
    await appendEvent(tx, {
      severity: 'warning',
      code: 'user.password_reset',
      message: `The password of ${name} was set from the manager's machine.`,
      subject: { type: 'user', id: user.id, name },
    })
  })
  return name
}
