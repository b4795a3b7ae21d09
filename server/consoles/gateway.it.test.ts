import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { seed, type Seeded } from '@/server/api/seed'
import { cookieName } from '@/server/api/credentials'
import { apiHarness, type ApiHarness } from '@/server/api/testing'
import { addViewer, removeViewer, seeViewers, viewerGoneMs } from '@/server/store/console/viewer'
import { createHub, type Hub } from '@/server/web/hub'
import { createWebServer } from '@/server/web/server'
import { openOnLoopback } from '@/server/web/testing'
import { openGateway, type Gateway } from './gateway'
import { fakeAgent, type FakeAgent } from './testing'

const logged: string[] = []
const write = (...parts: unknown[]) => void logged.push(JSON.stringify(parts))
const log = { info: write, warn: write, error: write }
let h: ApiHarness
let s: Seeded
let hub: Hub
let gateway: Gateway
let server: Server
let base: string
let agent: FakeAgent
let user: { id: string; token: string }

beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  hub = createHub(h.url, log)
  gateway = openGateway({ db: h.db, hub, log })
  server = createWebServer({ changes: async () => {}, console: gateway.upgrade, pages: (_, r) => r.end(), pagesUpgrade: null }, null, false)
  base = await openOnLoopback(server)
  agent = await fakeAgent(h.db, s.host)
  await h.db.host.update({ where: { id: s.host }, data: { address: agent.address } })
  await hub.connected()
})
beforeEach(async () => {
  agent.refuseWith(null)
  user = await h.user(`u${Math.random().toString(36).slice(2)}`, [{ role: 'UserRole', objectType: 'vm', objectId: s.running }])
})
afterAll(async () => {
  await gateway.stop()
  agent.close()
  server.closeAllConnections()
  server.close()
  await hub.stop()
  await h.dispose()
})

interface Ticket {
  ticket: string
  path: string
}

const newTicket = async (token = user.token, protocol = 'vnc', id = s.running): Promise<Ticket> =>
  (await h.call('POST', `/vms/${id}/console-ticket`, { token, body: { protocol } })).body as unknown as Ticket

const browser = () => ({ origin: base, cookie: `${cookieName(new URL(base).host, false)}=${user.token}` })
const script = () => ({ authorization: `Bearer ${user.token}` })
const dial = ({ ticket, path }: Ticket, headers: Record<string, string> = browser()) =>
  new WebSocket(`${base.replace('http', 'ws')}${path}`, ['binary', `atrium.ticket.${ticket}`], { headers, perMessageDeflate: false })

const closing = async (socket: WebSocket): Promise<{ code: number; reason: string }> => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return { code, reason: reason.toString() }
}

/** HTTP status of a refused upgrade. */
const refusedStatus = (socket: WebSocket): Promise<number> =>
  new Promise((resolve, reject) => {
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('open', () => reject(new Error('it was opened')))
    socket.on('error', () => {})
  })

async function openBoth(headers = browser() as Record<string, string>): Promise<{ client: WebSocket; console: WebSocket; path: string }> {
  const client = dial(await newTicket(), headers)
  const [{ socket, path }] = await Promise.all([agent.next(), once(client, 'open')])
  return { client, console: socket, path }
}

describe('a console', () => {
  it.each([
    ['a browser', browser],
    ['a script', script],
  ])('is joined to the host, both ways, for %s', async (_, headers) => {
    const { client, console, path } = await openBoth(headers())
    expect(path).toBe(`/console/${s.running}/vnc`)
    expect(client.protocol).toBe('binary')
    expect(client.extensions).toBe('')
    console.send(Buffer.from('RFB 003.008\n'))
    expect(((await once(client, 'message')) as [Buffer])[0].toString()).toBe('RFB 003.008\n')
    client.send(Buffer.from([1, 0, 255]))
    expect([...((await once(console, 'message')) as [Buffer])[0]]).toEqual([1, 0, 255])
    client.close()
    await closing(console)
  })

  it('carries what is said before the host is reached, and much of it, unchanged', async () => {
    const client = dial(await newTicket())
    client.on('open', () => client.send(Buffer.from('early')))
    const { socket } = await agent.next()
    expect(((await once(socket, 'message')) as [Buffer])[0].toString()).toBe('early')
    const chunk = Buffer.alloc(65_536, 7)
    const many = 800
    let got = 0
    const all = new Promise<void>(resolve => client.on('message', (data: Buffer) => (got += data.length) === many * chunk.length && resolve()))
    for (let i = 0; i < many; i++) socket.send(chunk)
    await all
    client.terminate()
  })

  it('holds the host up while the browser does not read', async () => {
    const { client, console } = await openBoth()
    client.pause()
    const chunk = Buffer.alloc(1_048_576)
    for (let i = 0; i < 64; i++) console.send(chunk)
    await expect.poll(() => console.bufferedAmount, { timeout: 10_000 }).toBeGreaterThan(0)
    // Kernel buffers and the gateway's limit hold far less than was sent: the rest stays with the host.
    await new Promise(setImmediate)
    expect(console.bufferedAmount).toBeGreaterThan(20 * 1_048_576)
    let got = 0
    const all = new Promise<void>(resolve => client.on('message', (data: Buffer) => (got += data.length) === 64 * chunk.length && resolve()))
    client.resume()
    await all
    client.terminate()
  })

  it('is in the audit trail with its length', async () => {
    const { client } = await openBoth()
    client.close()
    const events = () => h.db.event.findMany({ where: { userId: user.id, code: { startsWith: 'console.' } }, orderBy: { id: 'asc' } })
    await expect.poll(async () => (await events()).map(e => e.code)).toEqual(['console.opened', 'console.closed'])
    expect((await events())[1]).toMatchObject({ subjectId: s.running, subjectName: 'web2', params: { protocol: 'vnc', seconds: expect.any(Number) } })
  })

  it('ends when its session is logged out', async () => {
    const { client, console } = await openBoth()
    const ended = [closing(client), closing(console)]
    await h.call('DELETE', '/session', { token: user.token })
    expect((await Promise.all(ended))[0]).toMatchObject({ code: 4401, reason: 'Your session has ended.' })
  })

  it.each([
    [4404, 'The host does not know this machine.'],
    [4409, 'Machine “web2” is not running.'],
    [4410, 'The machine has stopped.'],
  ])("hands the host's code %i on", async (code, reason) => {
    agent.refuseWith({ code, reason })
    expect(await closing(dial(await newTicket()))).toEqual({ code, reason })
  })

  it('is gone when the host ends it without a code', async () => {
    const { client, console } = await openBoth()
    console.terminate()
    expect((await closing(client)).code).toBe(4410)
  })
})

describe('who watches', () => {
  const watching = async (): Promise<string[]> => {
    const { body } = await h.call('GET', `/vms/${s.running}/console-viewers`, { token: user.token })
    return (body as unknown as { items: { user: { name: string } }[] }).items.map(viewer => viewer.user.name)
  }
  const told = (): Promise<number> => h.db.change.count({ where: { topic: 'consoles', objectId: s.running } })
  // What the tests before have opened is closing still.
  beforeEach(() => expect.poll(watching).toEqual([]))
  const nameOf = async (id: string): Promise<string> => (await h.db.user.findUniqueOrThrow({ where: { id } })).username

  it('is told from opening to closing, through every manager, and each time on the change stream', async () => {
    const before = await told()
    const first = user
    const { client } = await openBoth()
    user = await h.user(`${first.id}2`, [{ role: 'UserRole', objectType: 'vm', objectId: s.running }])
    const other = await openBoth()
    const [one, two] = [await nameOf(first.id), await nameOf(user.id)]
    await expect.poll(watching).toEqual([one, two])
    expect(await told()).toBe(before + 2)
    client.close()
    await expect.poll(watching).toEqual([two])
    other.client.close()
    await expect.poll(watching).toEqual([])
    expect(await told()).toBe(before + 4)
  })

  it('forgets the consoles of a manager that was killed, and tells so', async () => {
    const dead = { id: randomUUID(), vmId: s.running, userId: user.id, protocol: 'vnc' } as const
    await h.db.$transaction(tx => addViewer(tx, dead))
    expect(await watching()).toHaveLength(1)
    await h.db.consoleViewer.update({ where: { id: dead.id }, data: { seenAt: new Date(Date.now() - viewerGoneMs - 1000) } })
    expect(await watching()).toEqual([])
    const before = await told()
    await seeViewers(h.db, [])
    expect(await h.db.consoleViewer.count()).toBe(0)
    expect(await told()).toBe(before + 1)
  })

  it('puts back a console that was taken for gone, and keeps one that is seen', async () => {
    const alive = { id: randomUUID(), vmId: s.running, userId: user.id, protocol: 'serial' } as const
    const gone = { ...alive, id: randomUUID(), vmId: randomUUID() }
    const before = await told()
    await seeViewers(h.db, [alive, gone])
    expect(await watching()).toHaveLength(1)
    await h.db.consoleViewer.update({ where: { id: alive.id }, data: { seenAt: new Date(Date.now() - viewerGoneMs + 5000) } })
    await seeViewers(h.db, [alive])
    expect((await h.db.consoleViewer.findUniqueOrThrow({ where: { id: alive.id } })).seenAt.getTime()).toBeGreaterThan(Date.now() - viewerGoneMs / 2)
    expect(await told()).toBe(before + 1)
    await h.db.$transaction(tx => removeViewer(tx, alive))
    expect(await watching()).toEqual([])
  })

  it('leaves nothing behind when the manager stops', async () => {
    const own = openGateway({ db: h.db, hub, log })
    const other = createWebServer({ changes: async () => {}, console: own.upgrade, pages: (_, r) => r.end(), pagesUpgrade: null }, null, false)
    const url = await openOnLoopback(other)
    const { ticket, path } = await newTicket()
    const client = new WebSocket(`${url.replace('http', 'ws')}${path}`, ['binary', `atrium.ticket.${ticket}`], { headers: script(), perMessageDeflate: false })
    await Promise.all([agent.next(), once(client, 'open')])
    await expect.poll(watching).toHaveLength(1)
    await own.stop()
    expect(await watching()).toEqual([])
    other.close()
  })
})

describe('a ticket', () => {
  it('is good once', async () => {
    const ticket = await newTicket()
    const first = dial(ticket)
    await Promise.all([agent.next(), once(first, 'open')])
    expect(await closing(dial(ticket))).toMatchObject({ code: 4401 })
    expect(await refusedStatus(dial(ticket, script()))).toBe(403)
    first.close()
  })

  it('is spent by one of many at the same moment', async () => {
    const ticket = await newTicket()
    const sockets = Array.from({ length: 5 }, () => dial(ticket))
    const ends = sockets.map(closing)
    const { socket } = await agent.next()
    await expect.poll(() => sockets.filter(x => x.readyState === WebSocket.CLOSED).length).toBe(4)
    socket.close(4410, 'over')
    expect((await Promise.all(ends)).map(e => e.code).sort()).toEqual([4401, 4401, 4401, 4401, 4410])
  })

  it.each([
    [
      'another user',
      async (t: Ticket) => dial(t, { origin: base, cookie: `${cookieName(new URL(base).host, false)}=${(await h.user(`x${t.ticket.slice(0, 5)}`, [{ role: 'SuperUser' }])).token}` }),
    ],
    ['another protocol', async (t: Ticket) => dial({ ...t, path: t.path.replace('vnc', 'serial') })],
    ['another machine', async (t: Ticket) => dial({ ...t, path: t.path.replace(s.running, s.vm) })],
    ['a changed letter', async (t: Ticket) => dial({ ...t, ticket: t.ticket.replace(/^./, c => (c === 'A' ? 'B' : 'A')) })],
  ])('is not good for %s, and stays good for its own', async (_, misuse) => {
    const ticket = await newTicket()
    expect(await closing(await misuse(ticket))).toMatchObject({ code: 4401 })
    const right = dial(ticket)
    await Promise.all([agent.next(), once(right, 'open')])
    right.close()
  })

  it('runs out after 120 s', async () => {
    const ticket = await newTicket()
    const { expiresAt } = await h.db.consoleTicket.findFirstOrThrow({ orderBy: { expiresAt: 'desc' } })
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(120_000)
    await h.db.consoleTicket.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
    expect(await closing(dial(ticket))).toMatchObject({ code: 4401 })
  })

  it('is not given for a machine that is down', async () => {
    const { token } = await h.user(`a${user.id}`, [{ role: 'SuperUser' }])
    expect(await h.call('POST', `/vms/${s.vm}/console-ticket`, { token, body: { protocol: 'vnc' } })).toMatchObject({
      status: 409,
      body: { code: 'WRONG_STATE', reason: { code: 'wrong_state' } },
    })
  })
})

describe('the gateway refuses', () => {
  it('who is not logged in: by code to a browser, by status to a script', async () => {
    const ticket = await newTicket()
    expect(await closing(dial(ticket, { origin: base }))).toMatchObject({ code: 4401 })
    expect(await refusedStatus(dial(ticket, {}))).toBe(401)
  })

  it('another site', async () => expect(await closing(dial(await newTicket(), { ...browser(), origin: 'http://evil.example' }))).toMatchObject({ code: 4403 }))

  it('who has lost his role since', async () => {
    const ticket = await newTicket()
    await h.db.grant.deleteMany({ where: { userId: user.id } })
    expect(await closing(dial(ticket))).toMatchObject({ code: 4403 })
  })

  it('a machine that has stopped since, and a host that does not answer', async () => {
    const [one, two, three] = [await newTicket(), await newTicket(), await newTicket()]
    await h.db.vm.update({ where: { id: s.running }, data: { status: 'down' } })
    expect(await closing(dial(one))).toMatchObject({ code: 4409 })
    await h.db.vm.update({ where: { id: s.running }, data: { status: 'up' } })
    await h.db.host.update({ where: { id: s.host }, data: { status: 'non_responsive' } })
    expect(await closing(dial(two))).toMatchObject({ code: 4503 })
    await h.db.host.update({ where: { id: s.host }, data: { status: 'up', address: '127.0.0.1:9' } })
    expect(await closing(dial(three))).toMatchObject({ code: 4503, reason: 'The host of this machine does not answer.' })
    await h.db.host.update({ where: { id: s.host }, data: { address: agent.address } })
  })

  it('a host that shows the certificate of another one', async () => {
    const impostor = await fakeAgent(h.db, '00000000-0000-4000-8000-000000000000')
    await h.db.host.update({ where: { id: s.host }, data: { address: impostor.address } })
    expect(await closing(dial(await newTicket()))).toMatchObject({ code: 4503 })
    await h.db.host.update({ where: { id: s.host }, data: { address: agent.address } })
    impostor.close()
  })

  it('paths that are no consoles', async () => expect(await refusedStatus(new WebSocket(`${base.replace('http', 'ws')}/console/x/vnc`))).toBe(404))
})

it('no ticket or token was ever logged', async () => {
  const stored = JSON.stringify(await h.db.event.findMany({ select: { params: true, message: true } }))
  const { ticket } = await newTicket()
  await closing(dial({ ticket, path: `/console/${s.vm}/vnc` }))
  for (const secret of [ticket, user.token]) expect(logged.join() + stored).not.toContain(secret)
  expect(logged.join()).not.toContain('atrium.ticket')
})
