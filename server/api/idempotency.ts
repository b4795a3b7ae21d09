import { createHash } from 'node:crypto'
import type { OperationMeta } from '@/server/contract/api/common'
import { AppError, fromPlainError, plainError, type PlainError } from '@/server/domain/error'
import { beginAnswer, forgetAnswer, keepAnswer } from '@/server/store/idempotency'
import type { ApiContext } from './context'
import { asAppError } from './problem'

type Repeated = { answer: unknown } | { keep: (output: unknown) => Promise<void>; refuse: (error: unknown) => Promise<void> }

const keyPattern = /^[\x21-\x7e]{1,200}$/

/** Errors that say nothing about the request: the same key may try again. */
const passing = new Set(['DATABASE_DOWN', 'HOST_UNREACHABLE', 'TIMEOUT', 'RATE_LIMITED', 'LIBVIRT', 'DISK_FULL'])

const hashOf = (path: string, input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([path, input ?? null]))
    .digest('hex')

const conflict = (code: string, text: string, hint: string): AppError =>
  new AppError('DUPLICATE', text, { field: 'Idempotency-Key', hint, reason: { code, params: {} } })

/**
 * A POST with an Idempotency-Key happens at most once (ARCHITECTURE, idea 9): its answer is kept a day and given again.
 * Null when there is nothing to do: no key, nobody logged in, or an answer that holds a secret, which is never stored.
 * Errors: DUPLICATE when the key was used for another request or its first request is not answered yet.
 */
export async function answeredOnce(context: ApiContext, meta: OperationMeta, input: unknown): Promise<Repeated | null> {
  const key = context.headers.get('idempotency-key')
  const { session, db } = context
  if (key === null || !session || meta.permission === 'public' || meta.secretAnswer) return null
  if (!keyPattern.test(key))
    throw new AppError('BAD_INPUT', 'Idempotency-Key must have 1 to 200 printable ASCII characters without blanks.', { field: 'Idempotency-Key' })
  const row = { userId: session.user.id, key }
  const requestHash = hashOf(context.path, input)
  const earlier = await beginAnswer(db, { ...row, requestHash }, context.now)
  if (!earlier) {
    return {
      keep: output => keepAnswer(db, row, 200, output),
      refuse: async error => {
        const known = asAppError(error)
        if (passing.has(known.code)) await forgetAnswer(db, row).catch(() => {})
        else await keepAnswer(db, row, known.status, plainError(known))
      },
    }
  }
  if (earlier.requestHash !== requestHash)
    throw conflict('key_reused', 'This Idempotency-Key was used for another request.', 'Take a new key for each new request.')
  if (earlier.status === null) {
    throw conflict(
      'key_in_progress',
      'The first request with this Idempotency-Key is not answered yet.',
      'Wait for its answer. If its connection was lost, look whether it was done before you try with a new key.',
    )
  }
  context.answer.set('idempotency-replayed', 'true')
  if (earlier.status >= 400) throw fromPlainError(earlier.body as PlainError)
  return { answer: earlier.body }
}
