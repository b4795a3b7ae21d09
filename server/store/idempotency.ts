import { AppError } from '@/server/domain/error'
import type { Db, Tx } from './db'
import { Prisma } from './generated/client'

export interface StoredAnswer {
  requestHash: string
  /** null = it has no answer yet. */
  status: number | null
  body: unknown
  owner: string | null
  /** What it asked for is written. */
  done: boolean
}

export interface AnswerKey {
  userId: string
  key: string
}

/** A key and the process that answers its request. */
export interface Claim extends AnswerKey {
  owner: string
}

const dayMs = 86_400_000

/** Claims the key for this request, or returns what is known of the request that claimed it before. */
export async function beginAnswer(db: Db, claim: Claim & { requestHash: string }, now: Date): Promise<StoredAnswer | null> {
  const { userId, key, requestHash, owner } = claim
  await db.idempotency.deleteMany({ where: { userId, key, createdAt: { lt: new Date(now.getTime() - dayMs) } } })
  const { count } = await db.idempotency.createMany({ data: [{ userId, key, requestHash, owner, createdAt: now }], skipDuplicates: true })
  if (count === 1) return null
  return db.idempotency.findUnique({ where: { userId_key: { userId, key } }, select: { requestHash: true, status: true, body: true, owner: true, done: true } })
}

/** Takes over a request of which nothing was written. False when it has moved on meanwhile; its former owner can't commit it any more. */
export async function takeOver(db: Db, { userId, key, owner }: Claim, former: string | null): Promise<boolean> {
  const { count } = await db.idempotency.updateMany({ where: { userId, key, owner: former, status: null, done: false }, data: { owner } })
  return count === 1
}

const taken = (): AppError =>
  new AppError('DUPLICATE', 'Another manager has taken over the request with this Idempotency-Key.', {
    field: 'Idempotency-Key', hint: 'Send it again with the same key.', reason: { code: 'key_in_progress', params: {} },
  })

async function markDone(tx: Tx, { userId, key, owner }: Claim): Promise<void> {
  const { count } = await tx.idempotency.updateMany({ where: { userId, key, owner }, data: { done: true } })
  // Rolled back: whoever has taken it over does it.
  if (count === 0) throw taken()
}

/** The same database, each of whose transactions tells, when it commits, that the request of this key was done. */
export const markingDb = (db: Db, claim: Claim): Db =>
  new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (name !== '$transaction') return value
      return (work: (tx: Tx) => Promise<unknown>, options?: Parameters<Db['$transaction']>[1]) =>
        target.$transaction(async tx => {
          // First, because the row is then locked: nobody takes the request over while it is being done.
          await markDone(tx, claim)
          return work(tx)
        }, options)
    },
  })

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
