import { AppError } from '@/server/domain/error'

const etagPattern = /^"?(\d{1,9})"?$/

/**
 * The generation that an edit is based on (RFC 9110, If-Match): `3`, `"3"`; `*` = whatever it is now, given as null.
 * Errors: PRECONDITION_REQUIRED without the header, BAD_INPUT when it is no generation.
 */
export function ifMatch(headers: Headers): number | null {
  const value = headers.get('if-match')?.trim()
  if (!value) {
    throw new AppError('PRECONDITION_REQUIRED', 'The edit does not say which generation it is based on.', {
      field: 'If-Match',
      hint: 'Send the header If-Match with the generation that you have seen (ETag of the GET).',
    })
  }
  if (value === '*') return null
  const generation = etagPattern.exec(value)?.[1]
  if (generation === undefined) throw new AppError('BAD_INPUT', 'If-Match must be a generation, for example "3".', { field: 'If-Match' })
  return Number(generation)
}

/** The same where the header may be left out. Errors: BAD_INPUT. */
export const ifMatchIfGiven = (headers: Headers): number | null => (headers.has('if-match') ? ifMatch(headers) : null)

export const etag = (generation: number): string => `"${generation}"`

/** The generation in an answer that is one object, or null. */
export const generationOf = (output: unknown): number | null =>
  typeof output === 'object' && output !== null && 'generation' in output && typeof output.generation === 'number' ? output.generation : null
