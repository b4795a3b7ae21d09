import type { Db } from './db'

const minute = 60_000
const hour = 60 * minute

/**
 * Deletes what has served its time: changes of more than an hour, tickets, sessions, counted log-ins, tokens of hosts,
 * stored answers of more than a day, samples of more than 25 hours. Safe to run in several managers at once.
 */
export async function pruneExpired(db: Db, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  await db.change.deleteMany({ where: { at: { lt: before(hour) } } })
  await db.consoleTicket.deleteMany({ where: { expiresAt: { lt: before(10 * minute) } } })
  await db.session.deleteMany({ where: { expiresAt: { lt: now } } })
  await db.loginFailure.deleteMany({ where: { at: { lt: before(hour) } } })
  await db.hostToken.deleteMany({ where: { expiresAt: { lt: before(24 * hour) } } })
  await db.idempotency.deleteMany({ where: { createdAt: { lt: before(24 * hour) } } })
  await db.vmSample.deleteMany({ where: { at: { lt: before(25 * hour) } } })
  await db.storageSample.deleteMany({ where: { at: { lt: before(25 * hour) } } })
  await db.hostSample.deleteMany({ where: { at: { lt: before(25 * hour) } } })
}
