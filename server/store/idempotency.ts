import type { Db } from './db'
import { Prisma } from './generated/client'

export interface StoredAnswer {
  requestHash: string
  /** null = the first request is still being answered. */
  status: number | null
  body: unknown
}

interface AnswerKey {
  userId: string
  key: string
}

const dayMs = 86_400_000

/** Claims the key for this request, or returns what is known of the request that claimed it before. */
export async function beginAnswer(db: Db, claim: AnswerKey & { requestHash: string }, now: Date): Promise<StoredAnswer | null> {
  const { userId, key, requestHash } = claim
  await db.idempotency.deleteMany({ where: { userId, key, createdAt: { lt: new Date(now.getTime() - dayMs) } } })
  const { count } = await db.idempotency.createMany({ data: [{ userId, key, requestHash, createdAt: now }], skipDuplicates: true })
  if (count === 1) return null
  return db.idempotency.findUnique({ where: { userId_key: { userId, key } }, select: { requestHash: true, status: true, body: true } })
}

/** `body` is JSON: what the caller got. */
export async function keepAnswer(db: Db, { userId, key }: AnswerKey, status: number, body: unknown): Promise<void> {
  await db.idempotency.updateMany({
    where: { userId, key },
    data: { status, body: body === null || body === undefined ? Prisma.JsonNull : JSON.parse(JSON.stringify(body)) },
  })
}

export async function forgetAnswer(db: Db, { userId, key }: AnswerKey): Promise<void> {
  await db.idempotency.deleteMany({ where: { userId, key } })
}
