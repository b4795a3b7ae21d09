import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { endSession, type ActiveSession } from '@/server/store/session/session'

/** Ends the session; its change streams and consoles end with it. */
export const logout = (db: Db, { tokenHash, user }: ActiveSession): Promise<void> =>
  db.$transaction(async tx => {
    if (!(await endSession(tx, tokenHash))) return
    await appendEvent(tx, {
      code: 'session.logout',
      message: `${user.username} logged out.`,
      subject: { type: 'user', id: user.id, name: user.username },
      user,
    })
  })
