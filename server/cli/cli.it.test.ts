import { mkdtemp, rm, stat } from 'node:fs/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '@/server/api/serve'
import { seed, type Seeded } from '@/server/api/seed'
import { apiHarness, password, type ApiHarness } from '@/server/api/testing'
import { change } from '@/server/store/change'
import { serveChanges } from '@/server/web/changes'
import { createHub, type Hub } from '@/server/web/hub'
import { createWebServer } from '@/server/web/server'
import { openOnLoopback } from '@/server/web/testing'
import { commands, type Flags } from './commands'
import { cell, table } from './table'

let h: ApiHarness
let s: Seeded
let hub: Hub
let server: Server
let url: string
let home: string

/** What Next does with a request, in short. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request)
  const asked = new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method ?? 'GET',
    headers: request.headers as Record<string, string>,
    ...(body ? { body } : {}),
  })
  const { status, headers, body: stream } = await serve(asked, h.db)
  response.writeHead(status, Object.fromEntries(headers))
  response.end(stream ? await new Response(stream).text() : '')
}

beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  await h.user('admin', [{ role: 'SuperUser' }])
  hub = createHub(h.url, { info: () => {}, warn: () => {} })
  server = createWebServer(
    { changes: serveChanges({ db: h.db, hub }).handle, console: () => false, pages: (q, r) => void answer(q, r), pagesUpgrade: null },
    null,
    false,
  )
  url = await openOnLoopback(server)
  home = await mkdtemp(join(tmpdir(), 'atrium-cli-'))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await hub.stop()
  await h.dispose()
  await rm(home, { recursive: true, force: true })
})

async function run(words: string, flags: Flags = {}, env = {}): Promise<string> {
  const [name = '', ...args] = words.split(' ')
  const printed: string[] = []
  await commands[name]?.(
    { env: { NODE_ENV: 'test', XDG_CONFIG_HOME: home, ...env }, print: line => printed.push(line), input: Readable.from([`${password}\n`]) },
    flags,
    args,
  )
  return printed.join('\n')
}

describe('atrium', () => {
  it('asks to log in first, and says when the password is wrong', async () => {
    await expect(run('list vms')).rejects.toThrow('You are not logged in.')
    await expect(run('login', { url }, { ATRIUM_PASSWORD: 'wrong' })).rejects.toThrow('The user name or the password is wrong.')
  })

  it('logs in by standard input and keeps the token for its user alone', async () => {
    expect(await run('login', { url })).toBe(`Logged in at ${url} as admin.`)
    expect((await stat(join(home, 'atrium', 'session.json'))).mode & 0o777).toBe(0o600)
  })

  it('lists as a table or as JSON', async () => {
    const lines = (await run('list vms', { search: 'status=up' })).split('\n')
    expect(lines[0]).toMatch(/^NAME  STATUS  HOST  CLUSTER  MEMORYMIB  VCPUS  ID$/)
    expect(lines[1]).toBe(`web2  up      h1    Default  2048       2      ${s.running}`)
    expect(JSON.parse(await run('list hosts', { json: true }))).toMatchObject([{ name: 'h1', cpuModel: 'Test CPU' }])
    expect(await run('list vms', { limit: '1' })).toContain('1 of 2;')
    for (const name of ['clusters', 'datacenters', 'storage-domains', 'networks', 'templates', 'jobs', 'events', 'users'])
      expect((await run(`list ${name}`)).split('\n').length, name).toBeGreaterThan(1)
  })

  it('finds one by name', async () => {
    expect(JSON.parse(await run('get vms web1', { json: true }))).toMatchObject({ id: s.vm })
    expect(await run('get hosts h1')).toMatch(/^status +up$/m)
    await expect(run('get vms nosuch')).rejects.toThrow('There is nothing named nosuch among the vms.')
    await expect(run('list things')).rejects.toThrow('Choose one of: vms, hosts')
  })

  it('passes the reason of a refusal on', async () => await expect(run('vm start web2')).rejects.toThrow("web2 can't be started now (up)."))

  it('starts a machine and waits for its job', async () => {
    const jobId = await run('vm start web1')
    const waiting = run(`job wait ${jobId}`)
    await h.db.job.update({ where: { id: jobId }, data: { state: 'succeeded', endedAt: new Date() } })
    // The command listens before it looks, so whichever of the two comes first, it hears the end.
    await h.db.$transaction(tx => change(tx, 'jobs', jobId))
    expect(await waiting).toBe('vm.start of web1 succeeded.')
  })

  it('forgets the session', async () => {
    await run('logout')
    await expect(run('list vms')).rejects.toThrow('You are not logged in.')
  })
})

describe('a table', () => {
  it('keeps wide characters in their columns and lets nobody steer the terminal', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['网络', '1'],
          ['\u001b[2J', '2'],
        ],
      ),
    ).toBe('A     B\n网络  1\n�[2J  2')
  })
  it.each([
    [null, '-'],
    [[], '-'],
    [{ id: 'x', name: 'n' }, 'n'],
    [5, '5'],
    [['a', 'b'], 'a, b'],
  ])('shows %j as %s', (value, shown) => expect(cell(value)).toBe(shown))
})
