import { createHash, randomUUID } from 'node:crypto'
import type { OperationMeta } from '@/server/contract/api/common'
import { AppError, fromPlainError, plainError, type PlainError } from '@/server/domain/error'
import { beginAnswer, forgetAnswer, keepAnswer, markingDb, takeOver, type Claim, type StoredAnswer } from '@/server/store/idempotency'
import type { ApiContext } from './context'
import { asAppError } from './problem'

type Repeated =
  | { answer: unknown }
  /** `db` for the command: its transaction tells that it was done. */
  | { db: ApiContext['db']; keep: (output: unknown) => Promise<void>; refuse: (error: unknown) => Promise<void> }

const keyPattern = /^[\x21-\x7e]{1,200}$/

/** Errors that say nothing about the request: the same key may try again. */
const passing = new Set(['DATABASE_DOWN', 'HOST_UNREACHABLE', 'TIMEOUT', 'RATE_LIMITED', 'LIBVIRT', 'DISK_FULL'])

const hashOf = (path: string, input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([path, input ?? null]))
    .digest('hex')

const conflict = (code: string, text: string, hint: string): AppError =>
  new AppError('DUPLICATE', text, { field: 'Idempotency-Key', hint, reason: { code, params: {} } })

/** This process, among the managers of a database. */
const owner = randomUUID()
/** Requests that this process is answering now. */
const running = new Set<string>()
const nameOf = ({ userId, key }: Claim): string => `${userId} ${key}`

/** The caller's own request: to be done, and its answer to be kept. */
function mine({ db }: ApiContext, claim: Claim): Repeated {
  running.add(nameOf(claim))
  const end = (): void => void running.delete(nameOf(claim))
  return {
    db: markingDb(db, claim),
    keep: output => keepAnswer(db, claim, 200, output).finally(end),
    refuse: async error => {
      const known = asAppError(error)
      try {
        if (passing.has(known.code)) await forgetAnswer(db, claim).catch(() => {})
        else await keepAnswer(db, claim, known.status, plainError(known))
      } finally {
        end()
      }
    },
  }
}

/**
 * No answer was kept: its manager still works on it, or is gone. What is written decides: the command's transaction says itself that it
 * was done, and whoever takes over what was not done keeps the former owner from committing it.
 */
async function unanswered(context: ApiContext, claim: Claim, { owner: former, done }: StoredAnswer): Promise<Repeated> {
  const works = former === owner && running.has(nameOf(claim))
  if (done && !works) {
    throw conflict(
      'key_done',
      'The first request with this Idempotency-Key was carried out, but its manager ended before it could answer.',
      'Look at the object and the jobs; do not send it again.',
    )
  }
  if (!works && (await takeOver(context.db, claim, former))) return mine(context, claim)
  throw conflict(
    'key_in_progress',
    'The first request with this Idempotency-Key is not answered yet.',
    'Wait for its answer, or send it again with the same key.',
  )
}

/**
 * A POST with an Idempotency-Key happens at most once (ARCHITECTURE, idea 9): its answer is kept a day and given again.
 * Null when there is nothing to do: no key, nobody logged in, or an answer that holds a secret, which is never stored.
 * Errors: DUPLICATE when the key was used for another request, or its first request is not answered yet or lost its answer.
 */
export async function answeredOnce(context: ApiContext, meta: OperationMeta, input: unknown): Promise<Repeated | null> {
  const key = context.headers.get('idempotency-key')
  const { session, db } = context
  if (key === null || !session || meta.permission === 'public' || meta.secretAnswer) return null
  if (!keyPattern.test(key))
    throw new AppError('BAD_INPUT', 'Idempotency-Key must have 1 to 200 printable ASCII characters without blanks.', { field: 'Idempotency-Key' })
  const claim = { userId: session.user.id, key, owner }
  const requestHash = hashOf(context.path, input)
  const earlier = await beginAnswer(db, { ...claim, requestHash }, context.now)
  if (!earlier) return mine(context, claim)
  if (earlier.requestHash !== requestHash)
    throw conflict('key_reused', 'This Idempotency-Key was used for another request.', 'Take a new key for each new request.')
  if (earlier.status === null) return unanswered(context, claim, earlier)
  context.answer.set('idempotency-replayed', 'true')
  if (earlier.status >= 400) throw fromPlainError(earlier.body as PlainError)
  return { answer: earlier.body }
}
