import type { IncomingMessage } from 'node:http'
import { tokenHash } from '@/server/commands/session/token'
import type { Db } from '@/server/store/db'
import { findSession, touchSession, type ActiveSession } from '@/server/store/session/session'
import { schemeHeader } from './headers'

/**
 * Browsers keep cookies per host name and not per port (RFC 6265, 8.5): with one name for all, two instances on one machine would
 * log each other out. So the port the browser used is part of it. `__Host-` lets no other site of the domain set it.
 * @param host the request's Host header
 */
export function cookieName(host: string, secure: boolean): string {
  const port = /:(\d+)$/.exec(host)?.[1]
  return `${secure ? '__Host-' : ''}atrium_session${port ? `_${port}` : ''}`
}

export interface Credentials {
  kind: 'cookie' | 'bearer' | 'none'
  token: string | null
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/
const whole = (kind: 'cookie' | 'bearer', token: string): Credentials => ({ kind, token: tokenPattern.test(token) ? token : null })

interface Sent {
  authorization?: string | null | undefined
  cookie?: string | null | undefined
}

/** The token of a request: `Authorization: Bearer` before the cookie of that name. */
export function credentialsOf(headers: Sent, name: string): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return whole('bearer', bearer)
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() === name) return whole('cookie', pair.slice(at + 1).trim())
  }
  return { kind: 'none', token: null }
}

/** The cookie as set at log-in and each time the session is prolonged; `token` null removes it. */
export function sessionCookie(name: string, token: string | null, expiresAt: Date, secure: boolean): string {
  return [`${name}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Expires=${expiresAt.toUTCString()}`, ...(secure ? ['Secure'] : [])].join(
    '; ',
  )
}

/** Credentials of a request that came straight from Node's server. */
export const credentialsOfRequest = ({ headers }: IncomingMessage): Credentials =>
  credentialsOf(headers, cookieName(headers.host ?? '', headers[schemeHeader] === 'https'))

/** The session of these credentials; `prolonged` is its new end when this use moved it. */
export async function openSession(db: Db, { token }: Credentials, now: Date): Promise<{ session: ActiveSession; prolonged: Date | null } | null> {
  if (!token) return null
  const session = await findSession(db, tokenHash(token), now)
  return session ? { session, prolonged: await touchSession(db, session, now) } : null
}
