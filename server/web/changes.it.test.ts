import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seed, type Seeded } from '@/server/api/seed'
import { cookieName } from '@/server/api/credentials'
import { apiHarness, type ApiHarness } from '@/server/api/testing'
import { change } from '@/server/store/change'
import type { ChangeTopic } from '@/server/contract/api/activity'
import { serveChanges } from './changes'
import { createHub, type Hub, type HubListener } from './hub'
import { createWebServer } from './server'
import { EventReader, openOnLoopback } from './testing'

const silent = { info: () => {}, warn: () => {} }
let h: ApiHarness
let s: Seeded
let hub: Hub
let changes: ReturnType<typeof serveChanges>
let server: Server
let base: string
let admin: { id: string; token: string }

beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  hub = createHub(h.url, silent)
  changes = serveChanges({ db: h.db, hub, heartbeatMs: 100 })
  server = createWebServer(
    { changes: changes.handle, console: () => false, pages: (request, response) => response.end(JSON.stringify(request.headers)), pagesUpgrade: null },
    null,
    false,
  )
  base = await openOnLoopback(server)
})
beforeEach(async () => {
  admin ??= await h.user('admin', [{ role: 'SuperUser' }])
})
afterAll(async () => {
  changes.stop()
  server.closeAllConnections()
  server.close()
  await hub.stop()
  await h.dispose()
})

const ask = (headers: Record<string, string>) => fetch(`${base}/api/v1/changes`, { headers })
const bearer = (token: string, more = {}) => ({ authorization: `Bearer ${token}`, ...more })

async function open(headers: Record<string, string>): Promise<EventReader> {
  const response = await ask(headers)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  return new EventReader(response)
}

const touch = (topic: ChangeTopic, id: string) => h.db.$transaction(tx => change(tx, topic, id))

describe('the change stream', () => {
  it('needs a session', async () => {
    const response = await ask({})
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it.each([
    ['bearer', (t: string) => bearer(t)],
    ['cookie', (t: string) => ({ cookie: `${cookieName(new URL(base).host, false)}=${t}` })],
  ])('tells what happens from its opening on, by %s', async (_, headers) => {
    const stream = await open(headers(admin.token))
    await touch('clusters', s.cluster)
    expect(await stream.until(s.cluster)).toEqual([`clusters/${s.cluster}`])
    await stream.cancel()
  })

  it('tells nothing of a write that is undone', async () => {
    const stream = await open(bearer(admin.token))
    await h.db
      .$transaction(async tx => {
        await change(tx, 'vms', s.vm)
        throw new Error('undone')
      })
      .catch(() => {})
    await touch('clusters', s.cluster)
    expect(await stream.until(s.cluster)).toEqual([`clusters/${s.cluster}`])
    await stream.cancel()
  })

  it('catches up after Last-Event-ID', async () => {
    const { seq } = await touch('networks', s.network)
    const missed = randomUUID()
    await touch('vms', missed)
    const stream = await open(bearer(admin.token, { 'last-event-id': String(seq) }))
    expect(await stream.until(missed)).toContain(`vms/${missed}`)
    await stream.cancel()
  })

  it('catches up after the number in the address, which is all that a browser can say', async () => {
    const { seq } = await touch('networks', s.network)
    const missed = randomUUID()
    await touch('vms', missed)
    const response = await fetch(`${base}/api/v1/changes?after=${seq}`, { headers: bearer(admin.token) })
    const stream = new EventReader(response)
    expect(await stream.until(missed)).toContain(`vms/${missed}`)
    await stream.cancel()
  })

  it('says so when the gap is too long to catch up', async () => {
    await h.db.change.deleteMany()
    await touch('clusters', s.cluster)
    const stream = await open(bearer(admin.token, { 'last-event-id': '0' }))
    expect(await stream.next()).toBe('retry: 1000')
    expect(await stream.next()).toMatch(/^event: reset/)
    await stream.cancel()
  })

  it('says that it lives', async () => {
    const stream = await open(bearer(admin.token))
    await stream.next()
    expect(await stream.next()).toBe(': alive')
    await stream.cancel()
  })

  it('tells a user only what he may see, and what is gone', async () => {
    const { id, token } = await h.user('viewer', [{ role: 'UserRole', objectType: 'vm', objectId: s.running }])
    const stream = await open(bearer(token))
    const gone = randomUUID()
    for (const [topic, object] of [
      ['vms', s.vm],
      ['clusters', s.cluster],
      ['hosts', s.host],
      ['users', admin.id],
      ['jobs', s.job],
      ['vms', gone],
      ['host-samples', s.host],
      ['users', id],
      ['vms', s.running],
    ] as const)
      await touch(topic, object)
    expect(await stream.until(s.running)).toEqual([`vms/${gone}`, `host-samples/${s.host}`, `users/${id}`, `vms/${s.running}`])
    await stream.cancel()
  })

  it('a new role counts at once', async () => {
    const { id, token } = await h.user('late')
    const stream = await open(bearer(token))
    await h.call('POST', `/users/${id}/roles`, { token: admin.token, body: { role: 'ReadOnlyAdmin', objectType: 'system' } })
    await stream.until(id)
    // The change of the roles makes the stream read them again, which the next beats after it have done for certain.
    for (let i = 0; i < 3; i++) while ((await stream.next()) !== ': alive');
    await touch('clusters', s.cluster)
    expect(await stream.until(s.cluster)).toContain(`clusters/${s.cluster}`)
    await stream.cancel()
  })

  it('ends with its session', async () => {
    const { token } = await h.user('leaver')
    const stream = await open(bearer(token))
    expect((await h.call('DELETE', '/session', { token })).status).toBe(200)
    await stream.end()
    expect((await ask(bearer(token))).status).toBe(401)
  })

  it('ends when its session has run out', async () => {
    const { id, token } = await h.user('sleeper')
    const stream = await open(bearer(token))
    await h.db.session.updateMany({ where: { userId: id }, data: { expiresAt: new Date(0) } })
    await stream.end()
  })

  it('loses nothing while its connection to PostgreSQL is made anew', async () => {
    const stream = await open(bearer(admin.token))
    await touch('clusters', s.cluster)
    await stream.until(s.cluster)
    await h.db.$queryRaw`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'atrium-web' and datname = current_database()`
    const id = randomUUID()
    await touch('vms', id)
    expect(await stream.until(id)).toContain(`vms/${id}`)
    await stream.cancel()
  })
})

describe('a client that does not read', () => {
  it('is dropped before it fills the memory', async () => {
    const listeners = new Set<HubListener>()
    const flood: Hub = { listen: l => (listeners.add(l), () => listeners.delete(l)), connected: async () => true, since: async () => [], stop: async () => {} }
    const slow = serveChanges({ db: h.db, hub: flood })
    const own = createWebServer({ changes: slow.handle, console: () => false, pages: (_, r) => r.end(), pagesUpgrade: null }, null, false)
    const { port } = new URL(await openOnLoopback(own))
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`GET /api/v1/changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.token}\r\n\r\n`)
    await once(socket, 'readable')
    socket.pause()
    const id = 'x'.repeat(10_000)
    for (let seq = 1n; listeners.size > 0; seq++) {
      for (const l of listeners) l.changed?.({ seq, topic: 'vms', id })
      await new Promise(setImmediate)
      expect(seq).toBeLessThan(5000n)
    }
    socket.destroy()
    own.close()
  })
})

describe('the server', () => {
  it('tells the routes who calls, and lets no client say so', async () => {
    const response = await fetch(`${base}/x`, { headers: { 'x-atrium-address': '6.6.6.6', 'x-atrium-scheme': 'https' } })
    expect(await response.json()).toMatchObject({ 'x-atrium-address': '127.0.0.1', 'x-atrium-scheme': 'http' })
  })

  it('guards every answer', async () => {
    const { headers } = await fetch(`${base}/x`)
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[^']{20,}'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect((await fetch(`${base}/x`)).headers.get('content-security-policy')).not.toBe(headers.get('content-security-policy'))
  })
})
