import { createHash } from 'node:crypto'
import type { Db } from '../db'

/** Attempts to log in that count against a limit in the last minute. */
export interface AttemptLimit {
  /** `user:<name>` or `address:<ip>`; only its hash is stored. */
  key: string
  perMinute: number
}

const windowMs = 60_000
const hash = (key: string) => createHash('sha256').update(key).digest('hex')

/**
 * Counts one more attempt before the password is looked at, so that many at once can't slip through; a success takes its
 * own attempts back. Returns seconds to wait when a limit is reached (then nothing is counted), otherwise null.
 */
export const countAttempt = (db: Db, limits: readonly AttemptLimit[], now: Date): Promise<number | null> =>
  db.$transaction(async tx => {
    // One at a time per key, in a fixed order so that two logins never wait for each other.
    for (const key of limits.map(l => hash(l.key)).sort()) await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
    const since = new Date(now.getTime() - windowMs)
    for (const { key, perMinute } of limits) {
      const last = await tx.loginFailure.findMany({
        where: { key: hash(key), at: { gt: since } },
        orderBy: { at: 'desc' },
        take: perMinute,
        select: { at: true },
      })
      const oldest = last[perMinute - 1]
      if (oldest) return Math.max(1, Math.ceil((oldest.at.getTime() + windowMs - now.getTime()) / 1000))
    }
    await tx.loginFailure.createMany({ data: limits.map(l => ({ key: hash(l.key), at: now })) })
    return null
  })

/** After a success: the name starts afresh, and the address gets back what this log-in counted. */
export async function forgiveAttempt(db: Db, userKey: string, addressKey: string, at: Date): Promise<void> {
  const mine = await db.loginFailure.findFirst({ where: { key: hash(addressKey), at }, select: { id: true } })
  await db.loginFailure.deleteMany({ where: { OR: [{ key: hash(userKey) }, ...(mine ? [{ id: mine.id }] : [])] } })
}
