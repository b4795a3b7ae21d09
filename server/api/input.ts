import type { ORPCError } from '@orpc/client'
import { AppError } from '@/server/domain/error'

/** What zod says about one wrong value. */
interface Issue {
  code?: string
  message?: string
  path?: PropertyKey[]
  expected?: string
  minimum?: number | bigint
  maximum?: number | bigint
  origin?: string
  format?: string
  values?: unknown[]
  input?: unknown
}

const amount = (issue: Issue, word: string, limit: unknown): string => {
  if (issue.origin === 'string') return `must have ${word} ${limit} ${Number(limit) === 1 ? 'character' : 'characters'}`
  if (issue.origin === 'array') return `must have ${word} ${limit} entries`
  return `must be ${word} ${limit}`
}

const kinds: Record<string, string> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  record: 'an object',
}
const formats: Record<string, string> = { uuid: 'a UUID', safeint: 'a whole number', datetime: 'a time in ISO 8601', url: 'a URL' }

const rules: Record<string, (issue: Issue) => string> = {
  invalid_type: issue => (/received undefined/.test(issue.message ?? '') ? 'is missing' : `must be ${kinds[issue.expected ?? ''] ?? issue.expected}`),
  too_small: issue => amount(issue, 'at least', issue.minimum),
  too_big: issue => amount(issue, 'at most', issue.maximum),
  invalid_format: issue => `must be ${formats[issue.format ?? ''] ?? issue.format}`,
  invalid_value: issue => `must be one of: ${(issue.values ?? []).join(', ')}`,
}

const sentence = (issue: Issue, field: string): string => {
  const rule = rules[issue.code ?? '']
  return `${field || 'The input'} ${rule ? rule(issue) : `is not right (${issue.message ?? 'unknown'})`}.`
}

const issuesOf = (data: unknown): Issue[] => {
  const issues = typeof data === 'object' && data !== null && 'issues' in data ? data.issues : null
  return Array.isArray(issues) ? issues : []
}

/** The first wrong field in a clear sentence, the others in the hint; null when the error is not about the input. */
export function inputError(error: ORPCError<string, unknown>): AppError | null {
  if (error.code === 'PAYLOAD_TOO_LARGE') return new AppError('BAD_INPUT', 'The request is too large.')
  if (error.code !== 'BAD_REQUEST') return null
  const found = issuesOf(error.data).map(issue => {
    const field = (issue.path ?? []).map(String).join('.')
    return { field, text: sentence(issue, field) }
  })
  const [first, ...others] = found
  if (!first) return new AppError('BAD_INPUT', 'The body of the request is not valid JSON.', { hint: 'Send JSON with Content-Type: application/json.' })
  return new AppError('BAD_INPUT', first.text, {
    ...(first.field ? { field: first.field } : {}),
    ...(others.length ? { hint: others.map(o => o.text).join(' ') } : {}),
  })
}
