import { AppError } from '@/server/domain/error'

/** The place of a NUL character somewhere in the input, or null. PostgreSQL can't store one in a text. */
function nulIn(value: unknown, path: string): string | null {
  if (typeof value === 'string') return value.includes('\u0000') ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, part] of Object.entries(value)) {
    const found = nulIn(part, path ? `${path}.${key}` : key)
    if (found !== null) return found
  }
  return null
}

/** Errors: BAD_INPUT when a text holds a NUL character. */
export function refuseNul(input: unknown): void {
  const field = nulIn(input, '')
  if (field !== null) throw new AppError('BAD_INPUT', `${field || 'The input'} holds a NUL character.`, field ? { field } : {})
}
