import { AppError } from '@/server/domain/error'
import { normalUsername } from '@/server/domain/access/username'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { countAttempt, forgiveAttempt } from '@/server/store/session/attempt'
import { createSession } from '@/server/store/session/session'
import { checkPassword } from './password'
import { newToken, tokenHash } from './token'

export interface Login {
  username: string
  password: string
  /** Address of the client, for the rate limit and the session list. */
  address: string
  now: Date
}

const tooMany = (seconds: number): AppError =>
  new AppError('RATE_LIMITED', 'Too many attempts to log in.', {
    hint: `Wait ${seconds} s and try again.`,
    reason: { code: 'login_rate', params: { seconds } },
  })

/**
 * Opens a session. A wrong password and an unknown user get the same answer in the same time.
 * Errors: UNAUTHENTICATED; RATE_LIMITED after 5 failures a minute for a name or 20 for an address.
 */
export async function login(db: Db, { username, password, address, now }: Login): Promise<{ token: string; expiresAt: Date }> {
  const name = normalUsername(username)
  const keys = { user: `user:${name}`, address: `address:${address}` }
  const wait = await countAttempt(
    db,
    [
      { key: keys.user, perMinute: 5 },
      { key: keys.address, perMinute: 20 },
    ],
    now,
  )
  if (wait !== null) throw tooMany(wait)
  const user = await db.user.findUnique({ where: { username: name } })
  if (!(await checkPassword(user?.passwordHash ?? null, password)) || !user) {
    await db.$transaction(tx => appendEvent(tx, failed(user, address)))
    throw new AppError('UNAUTHENTICATED', 'The user name or the password is wrong.', { reason: { code: 'wrong_password', params: {} } })
  }
  await forgiveAttempt(db, keys.user, keys.address, now)
  const token = newToken()
  const expiresAt = await db.$transaction(async tx => {
    const ends = await createSession(tx, { tokenHash: tokenHash(token), userId: user.id, address, now })
    await appendEvent(tx, { code: 'session.login', message: `${name} logged in.`, params: { address }, subject: { type: 'user', id: user.id, name }, user })
    return ends
  })
  return { token, expiresAt }
}

/** Unknown names are recorded too, without the name: people type passwords there. Both cases do the same work, so they take the same time. */
const failed = (user: { id: string; username: string } | null, address: string) => ({
  severity: 'warning' as const,
  code: 'session.login_failed',
  params: { address },
  message: user ? `Somebody tried to log in as ${user.username} with a wrong password.` : 'Somebody tried to log in with an unknown user name.',
  subject: { type: 'user', id: user?.id ?? null, name: user?.username ?? '' },
})
