import { AppError } from '@/server/domain/error'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { endSessionsOf } from '@/server/store/session/session'
import type { Actor } from '../refuse'

const kept = (code: string, text: string, subject: { id: string; name: string }, hint: string): AppError =>
  new AppError('IN_USE', text, { subject: { type: 'user', ...subject }, hint, reason: { code, params: { name: subject.name } } })

/** Removes a user; his sessions end, his machines stay without owner. Errors: NOT_FOUND; IN_USE for oneself and for the last SuperUser. */
export async function removeUser(db: Db, { id, user }: { id: string; user: Actor }): Promise<void> {
  await db.$transaction(async tx => {
    // Two administrators who remove each other at the same moment must not both succeed.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('atrium.superusers'))`
    const gone = await tx.user.findUnique({ where: { id }, select: { id: true, username: true } })
    if (!gone) throw new AppError('NOT_FOUND', `There is no user ${id}.`, { subject: { type: 'user', id } })
    const subject = { id, name: gone.username }
    if (id === user.id) throw kept('remove_self', 'You can not remove yourself.', subject, 'Let another administrator do it.')
    const others = await tx.grant.count({ where: { role: 'SuperUser', objectId: null, userId: { not: id } } })
    if (others === 0) throw kept('last_superuser', `${gone.username} is the last SuperUser.`, subject, 'Give another user the role first.')
    await endSessionsOf(tx, id)
    await tx.user.delete({ where: { id } })
    await change(tx, 'users', id)
    await appendEvent(tx, { code: 'user.removed', message: `User ${gone.username} was removed.`, subject: { type: 'user', ...subject }, user })
  })
}
