import { hashPassword } from '@/server/commands/session/password'
import { newToken, tokenHash } from '@/server/commands/session/token'
import { createCa } from '@/server/domain/pki/certificate'
import type { RoleName } from '@/server/contract/api/session'
import { testDatabase } from '@/server/setup/postgres/testing'
import { closeDb, db as openDb, type Db } from '@/server/store/db'
import { createSession } from '@/server/store/session/session'
import { addressHeader } from './headers'
import { serve } from './serve'

/** Parsed JSON. The named fields are those that tests go on with; what they check is checked with toMatchObject. */
interface Body {
  [field: string]: unknown
  items: { id: string; name: string }[]
  id: string
  token: string
  generation: number
  nextCursor: string | null
}

export interface Answer {
  status: number
  headers: Headers
  body: Body
}

export interface CallOptions {
  token?: string
  body?: unknown
  headers?: Record<string, string>
  now?: Date
}

export interface ApiHarness {
  db: Db
  url: string
  call: (method: string, path: string, options?: CallOptions) => Promise<Answer>
  /** A new user with these roles, and a token of a session of his. */
  user: (name: string, grants?: { role: RoleName; objectType?: string; objectId?: string | null }[]) => Promise<{ id: string; username: string; token: string }>
  dispose: () => Promise<void>
}

export const password = 'correct horse'

/** The API on a database of its own, called with Request objects as the route handler does. */
export async function apiHarness(): Promise<ApiHarness> {
  const { url, dispose } = await testDatabase()
  const db = openDb(url)
  const ca = await createCa({ name: 'Test', serial: '01', now: Date.now() })
  await db.instance.create({ data: { id: crypto.randomUUID(), caCertificate: ca.certificate, caKey: ca.key } })
  const passwordHash = await hashPassword(password)
  const base = 'http://127.0.0.1:8080'
  return {
    db,
    url,
    call: async (method, path, { token, body, headers, now } = {}) => {
      const request = new Request(`${base}/api/v1${path}`, {
        method,
        headers: {
          host: '127.0.0.1:8080',
          [addressHeader]: '192.0.2.1',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const response = await serve(request, db, now)
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
    },
    user: async (name, grants = []) => {
      const username = `${name}@internal`
      const rows = grants.map(g => ({ role: g.role, objectType: g.objectType ?? 'system', objectId: g.objectId ?? null }))
      const { id } = await db.user.create({ data: { username, passwordHash, grants: { create: rows } } })
      const token = newToken()
      await db.$transaction(tx => createSession(tx, { tokenHash: tokenHash(token), userId: id, address: '', now: new Date() }))
      return { id, username, token }
    },
    dispose: async () => {
      await closeDb(url)
      await dispose()
    },
  }
}
