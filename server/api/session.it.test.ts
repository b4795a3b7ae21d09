import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenHash } from '@/server/commands/session/token'
import { apiHarness, password, type ApiHarness } from './testing'

let h: ApiHarness
beforeAll(async () => {
  h = await apiHarness()
  await h.user('admin', [{ role: 'SuperUser' }])
})
afterAll(() => h.dispose())

const login = (username: string, given = password, headers = {}, now?: Date) =>
  h.call('POST', '/session', { body: { username, password: given }, headers, ...(now ? { now } : {}) })

describe('log in', () => {
  it('opens a session by cookie and by bearer, with or without the domain', async () => {
    for (const username of ['admin@internal', 'admin']) {
      const { status, body, headers } = await login(username)
      expect(status).toBe(200)
      expect(body.token).toMatch(/^[\w-]{43}$/)
      expect(headers.get('set-cookie')).toMatch(new RegExp(`^atrium_session_8080=${body.token}; Path=/; HttpOnly; SameSite=Strict; Expires=`))
      expect(headers.get('set-cookie')).not.toContain('Secure')
      for (const credentials of [{ authorization: `Bearer ${body.token}` }, { cookie: `a=b; atrium_session_8080=${body.token}` }] as Record<string, string>[]) {
        const me = await h.call('GET', '/session', { headers: credentials })
        expect(me).toMatchObject({ status: 200, body: { user: { username: 'admin@internal' }, systemRoles: ['SuperUser'] } })
      }
    }
  })

  it('marks the cookie Secure under TLS', async () => {
    expect((await login('admin', password, { 'x-atrium-scheme': 'https' })).headers.get('set-cookie')).toMatch(/^__Host-atrium_session_8080=.*; Secure$/)
  })

  it('keeps only a hash of the token', async () => {
    const { body } = await login('admin')
    const rows = await h.db.session.findMany()
    expect(rows.map(r => r.tokenHash)).toContain(tokenHash(body.token))
    expect(JSON.stringify(rows)).not.toContain(body.token)
  })

  it('gives a wrong password and an unknown user the same answer', async () => {
    const [wrong, unknown] = [await login('admin', 'wrong'), await login('nobody', 'wrong')]
    expect(wrong.status).toBe(401)
    expect(unknown.body).toEqual(wrong.body)
  })

  it('refuses after 5 failures a minute for a name, says how long to wait, and forgets a minute later', async () => {
    await h.user('limited')
    for (let i = 0; i < 5; i++) expect((await login('limited', 'wrong')).status).toBe(401)
    const refused = await login('limited')
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } })
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
    expect((await login('admin')).status).toBe(200)
    expect((await login('limited', password, {}, new Date(Date.now() + 61_000))).status).toBe(200)
  })

  it('counts attempts made at the same time', async () => {
    await h.user('burst')
    const answers = await Promise.all(Array.from({ length: 9 }, () => login('burst', 'wrong', { 'x-atrium-address': '192.0.2.9' })))
    expect(answers.filter(a => a.status === 401)).toHaveLength(5)
    expect(answers.filter(a => a.status === 429)).toHaveLength(4)
  })

  it('refuses an address after 20 failures over any names', async () => {
    const from = { 'x-atrium-address': '192.0.2.20' }
    for (let i = 0; i < 20; i++) expect((await login(`nobody${i}`, 'wrong', from)).status).toBe(401)
    expect((await login('admin', password, from)).status).toBe(429)
  })
})

describe('a session', () => {
  it('ends with log-out, and its removal is announced to the streams', async () => {
    const { body } = await login('admin')
    const out = await h.call('DELETE', '/session', { token: body.token })
    expect(out.status).toBe(200)
    expect(out.headers.get('set-cookie')).toMatch(/^atrium_session_8080=; .*1970/)
    expect(await h.call('GET', '/session', { token: body.token })).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
  })

  it('ends 12 hours after its last use, and each use prolongs it', async () => {
    const { body } = await login('admin')
    const hours = (n: number) => new Date(Date.now() + n * 3_600_000)
    const later = await h.call('GET', '/session', { headers: { cookie: `atrium_session_8080=${body.token}` }, now: hours(11) })
    expect(later.status).toBe(200)
    expect(later.headers.get('set-cookie')).toContain(body.token)
    expect((await h.call('GET', '/session', { token: body.token, now: hours(22) })).status).toBe(200)
    expect((await h.call('GET', '/session', { token: body.token, now: hours(34.1) })).status).toBe(401)
  })

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${'A'.repeat(43)}` }],
    ['rubbish', { authorization: 'Bearer x y' }],
    ['a rubbish cookie', { cookie: 'atrium_session_8080=%00' }],
    ['the cookie of another instance on this machine', { cookie: `atrium_session_8081=${'A'.repeat(43)}` }],
  ])('needs a token: %s', async (_, headers) => {
    const answer = await h.call('GET', '/session', { headers })
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED', status: 401 } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('changes under the cookie', () => {
  const change = async (headers: Record<string, string>) => {
    const { body } = await login('admin')
    return h.call('POST', '/datacenters', {
      body: { name: `dc-${Math.random().toString(36).slice(2)}` },
      headers: { cookie: `atrium_session_8080=${body.token}`, ...headers },
    })
  }
  it.each([
    ['our own origin', { origin: 'http://127.0.0.1:8080' }, 201],
    ['Sec-Fetch-Site same-origin', { 'sec-fetch-site': 'same-origin' }, 201],
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['another port', { origin: 'http://127.0.0.1:9' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:8080' }, 403],
    ['nothing said', {}, 403],
  ])('%s', async (_, headers, status) => expect((await change(headers)).status).toBe(status))

  it('a bearer token needs no origin', async () => {
    const { body } = await login('admin')
    expect((await h.call('POST', '/datacenters', { token: body.token, body: { name: 'by-bearer' } })).status).toBe(201)
  })

  it('another site can not log a browser in', async () => expect((await login('admin', password, { origin: 'http://evil.example' })).status).toBe(403))
})
