import { ORPCError } from '@orpc/client'
import type { Problem } from '@/server/contract/api/common'
import { AppError, errorStatus, type ErrorCode } from '@/server/domain/error'
import { isOutage } from '@/server/store/outage'
import { isOutOfRange } from '@/server/store/outside'
import { inputError } from './input'

const titles: Record<ErrorCode, string> = {
  BAD_INPUT: 'Bad input',
  UNAUTHENTICATED: 'Not logged in',
  FORBIDDEN: 'Not allowed',
  NOT_FOUND: 'Not found',
  DUPLICATE: 'Already exists',
  WRONG_STATE: 'Not possible in this state',
  LOCKED: 'Locked',
  IN_USE: 'In use',
  STALE_GENERATION: 'Changed in the meantime',
  PRECONDITION_REQUIRED: 'If-Match is missing',
  RATE_LIMITED: 'Too many attempts',
  IMAGE_MISSING: 'Image is missing',
  IMAGE_DAMAGED: 'Image is damaged',
  NO_HOST: 'No host fits',
  CANCELLED: 'Cancelled',
  LIBVIRT: 'libvirt refused',
  HOST_UNREACHABLE: 'Host unreachable',
  DATABASE_DOWN: 'Database down',
  TIMEOUT: 'Timed out',
  DISK_FULL: 'Disk full',
  INTERNAL: 'Internal error',
}

/** Anything thrown, as the error that may leave: never a stack, a query or a library's own words. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isOutage(error))
    return new AppError('DATABASE_DOWN', 'The database does not answer.', { hint: 'It is tried again with each request; nothing was changed.' })
  if (isOutOfRange(error)) return new AppError('BAD_INPUT', 'A number in the input is too large.')
  if (error instanceof ORPCError) {
    const known = inputError(error)
    if (known) return known
  }
  if (error instanceof SyntaxError)
    return new AppError('BAD_INPUT', 'The body of the request is not valid JSON.', { hint: 'Send JSON with Content-Type: application/json.' })
  return new AppError('INTERNAL', 'Something went wrong inside the manager.', { hint: "The manager's log tells more." })
}

/** RFC 9457 body of an error. */
export function problemOf(error: AppError): Problem {
  const { subject, hint, reason, hintReason, field } = error.detail
  return {
    type: `urn:atrium:problem:${error.code}`,
    title: titles[error.code],
    status: errorStatus[error.code],
    code: error.code,
    detail: error.message,
    ...(hint ? { hint } : {}),
    ...(field ? { field } : {}),
    ...(subject ? { subject } : {}),
    ...(reason ? { reason } : {}),
    ...(hintReason ? { hintReason } : {}),
  }
}

export function problemResponse(error: AppError, headers = new Headers()): Response {
  headers.set('content-type', 'application/problem+json')
  headers.set('cache-control', 'no-store')
  const seconds = error.detail.reason?.params.seconds
  if (error.code === 'RATE_LIMITED' && seconds !== undefined) headers.set('retry-after', String(seconds))
  if (error.code === 'DATABASE_DOWN') headers.set('retry-after', '2')
  if (error.code === 'UNAUTHENTICATED') headers.set('www-authenticate', 'Bearer realm="Atrium"')
  return new Response(JSON.stringify(problemOf(error)), { status: error.status, headers })
}
