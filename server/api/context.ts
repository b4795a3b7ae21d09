import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import type { Caller } from '@/server/store/scope'
import type { ActiveSession } from '@/server/store/session/session'

/** What a handler knows of its request. */
export interface ApiContext {
  db: Db
  now: Date
  /** Path and query of the request: two requests with one Idempotency-Key must be the same. */
  path: string
  headers: Headers
  /** Address of the client, as main.ts saw it. */
  address: string
  /** The client's connection is under TLS. */
  secure: boolean
  /** Name of the session cookie. */
  cookie: string
  /** Base URL as the client knows it, `http://127.0.0.1:8080`. */
  origin: string
  session: ActiveSession | null
  /** Why it could not be found out who calls. */
  sessionFailure?: unknown
  /** Headers that the answer gets beside its own. */
  answer: Headers
  /** Why the call was refused, kept for the answer's body and the log. */
  failure?: unknown
}

/** The logged-in caller. The permission middleware has let nobody else through to an operation that asks for one. */
export function sessionOf(context: ApiContext): ActiveSession {
  if (context.sessionFailure !== undefined) throw context.sessionFailure
  if (!context.session) throw new AppError('UNAUTHENTICATED', 'You are not logged in.', { hint: 'Log in, or send the token as Authorization: Bearer.' })
  return context.session
}

export function callerOf(context: ApiContext): Caller {
  const { user, grants } = sessionOf(context)
  return { ...user, grants }
}
