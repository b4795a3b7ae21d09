import { objectTypes, type ObjectType } from '@/server/contract/api/common'
import type { Grant } from '@/server/domain/access/decide'
import type { Db, Tx } from '../db'
import { roleOf } from '../read/user'

/** Sessions end 12 hours after their last use. */
export const sessionMs = 12 * 3_600_000
/** Each use of a session prolongs it, but is written at most this often. */
const touchMs = 60_000

export interface ActiveSession {
  tokenHash: string
  user: { id: string; username: string }
  grants: Grant[]
  expiresAt: Date
}

const objectTypeOf = (text: string): ObjectType | null => objectTypes.find(t => t === text) ?? null

const grantsOf = (rows: { role: string; objectType: string; objectId: string | null }[]): Grant[] =>
  rows.flatMap(row => {
    const [role, objectType] = [roleOf(row.role), objectTypeOf(row.objectType)]
    // Unknown words come from a newer program: they give no right here.
    return role && objectType ? [{ role, objectType, objectId: row.objectId }] : []
  })

export async function createSession(tx: Tx, session: { tokenHash: string; userId: string; address: string; now: Date }): Promise<Date> {
  const { now, ...data } = session
  const expiresAt = new Date(now.getTime() + sessionMs)
  await tx.session.create({ data: { ...data, createdAt: now, lastSeenAt: now, expiresAt } })
  return expiresAt
}

/** The live session with this token, with its user's present grants; null when there is none or it is over. */
export async function findSession(db: Db, tokenHash: string, now: Date): Promise<(ActiveSession & { lastSeenAt: Date }) | null> {
  const row = await db.session.findUnique({
    where: { tokenHash, expiresAt: { gt: now } },
    select: {
      expiresAt: true,
      lastSeenAt: true,
      user: { select: { id: true, username: true, grants: { select: { role: true, objectType: true, objectId: true } } } },
    },
  })
  if (!row) return null
  const { grants, ...user } = row.user
  return { tokenHash, user, grants: grantsOf(grants), expiresAt: row.expiresAt, lastSeenAt: row.lastSeenAt }
}

/** Prolongs a session that is in use. Returns the new end, or null when it was prolonged less than a minute ago. */
export async function touchSession(db: Db, session: { tokenHash: string; lastSeenAt: Date }, now: Date): Promise<Date | null> {
  if (now.getTime() - session.lastSeenAt.getTime() < touchMs) return null
  const expiresAt = new Date(now.getTime() + sessionMs)
  // A session that was ended in between stays ended.
  await db.session.updateMany({ where: { tokenHash: session.tokenHash }, data: { lastSeenAt: now, expiresAt } })
  return expiresAt
}

/** Channel on which main.ts hears that sessions ended: open streams and consoles end with them. */
export const sessionChannel = 'atrium_session'

/** Ends a session and everything that is open under it. Returns false when it had ended already. */
export async function endSession(tx: Tx, tokenHash: string): Promise<boolean> {
  const { count } = await tx.session.deleteMany({ where: { tokenHash } })
  await tx.$executeRaw`select pg_notify(${sessionChannel}, ${tokenHash})`
  return count > 0
}

export async function endSessionsOf(tx: Tx, userId: string): Promise<void> {
  const sessions = await tx.session.findMany({ where: { userId }, select: { tokenHash: true } })
  for (const { tokenHash } of sessions) await endSession(tx, tokenHash)
}
