import { pino } from 'pino'
import type { AppError } from '@/server/domain/error'

const log = pino({ name: 'api', level: process.env.ATRIUM_LOG_LEVEL ?? 'info', timestamp: pino.stdTimeFunctions.isoTime })

interface Request {
  method: string
  path: string
  user: string | null
}

/**
 * A failure of ours is logged with what really happened; a refusal is the caller's affair and only shown when asked for.
 * Neither bodies nor headers are ever logged: they hold passwords, tokens and tickets.
 */
export function logFailure(known: AppError, error: unknown, request: Request): void {
  if (known.status < 500) log.debug({ ...request, code: known.code }, known.message)
  else if (known.code === 'INTERNAL') log.error({ ...request, code: known.code, err: error }, known.message)
  else log.warn({ ...request, code: known.code, cause: known.detail.cause ?? (error instanceof Error ? error.message : undefined) }, known.message)
}
