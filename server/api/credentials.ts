import { tokenHash } from '@/server/commands/session/token'
import type { Db } from '@/server/store/db'
import { findSession, touchSession, type ActiveSession } from '@/server/store/session/session'

export const cookieName = 'atrium_session'

export interface Credentials {
  kind: 'cookie' | 'bearer' | 'none'
  token: string | null
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/
const whole = (kind: 'cookie' | 'bearer', token: string): Credentials => ({ kind, token: tokenPattern.test(token) ? token : null })

/** The token of a request: `Authorization: Bearer` before the cookie. */
export function credentialsOf(headers: { authorization?: string | null | undefined; cookie?: string | null | undefined }): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return whole('bearer', bearer)
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() === cookieName) return whole('cookie', pair.slice(at + 1).trim())
  }
  return { kind: 'none', token: null }
}

/** The cookie as set at log-in and each time the session is prolonged; `token` null removes it. */
export function sessionCookie(token: string | null, expiresAt: Date, secure: boolean): string {
  return [`${cookieName}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Expires=${expiresAt.toUTCString()}`, ...(secure ? ['Secure'] : [])].join(
    '; ',
  )
}

/** The session of these credentials; `prolonged` is its new end when this use moved it. */
export async function openSession(db: Db, { token }: Credentials, now: Date): Promise<{ session: ActiveSession; prolonged: Date | null } | null> {
  if (!token) return null
  const session = await findSession(db, tokenHash(token), now)
  return session ? { session, prolonged: await touchSession(db, session, now) } : null
}
