import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '@/server/contract/api/common'
import { closeDb, db as openDb } from '@/server/store/db'
import { seed, type Seeded } from './seed'
import { serve } from './serve'
import { apiHarness, type ApiHarness } from './testing'

let h: ApiHarness
let s: Seeded
let token: string
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  ;({ token } = await h.user('admin', [{ role: 'SuperUser' }]))
})
afterAll(() => h.dispose())

describe('every refusal', () => {
  it.each([
    ['unknown path', 'GET', '/nosuch', undefined, 404, { code: 'NOT_FOUND' }],
    ['unknown method', 'PUT', '/vms', {}, 404, { code: 'NOT_FOUND' }],
    ['the base itself', 'GET', '', undefined, 404, { code: 'NOT_FOUND' }],
    ['an id that is none', 'GET', '/vms/123', undefined, 400, { field: 'id', detail: 'id must be a UUID.' }],
    ['an id with a quote', 'GET', "/vms/'%20or%201=1", undefined, 400, { field: 'id' }],
    ['broken percent-encoding', 'GET', '/vms/%zz', undefined, 400, {}],
    ['no JSON', 'POST', '/datacenters', '{"name":', 400, { detail: 'The body of the request is not valid JSON.' }],
    ['nothing at all', 'POST', '/datacenters', undefined, 400, {}],
    ['an array', 'POST', '/datacenters', [], 400, {}],
    ['null', 'POST', '/datacenters', 'null', 400, {}],
    ['a missing field', 'POST', '/datacenters', {}, 400, { field: 'name', detail: 'name is missing.' }],
    ['the wrong type', 'POST', '/datacenters', { name: 5 }, 400, { field: 'name', detail: 'name must be a text.' }],
    ['an empty name', 'POST', '/datacenters', { name: '' }, 400, { field: 'name', detail: 'name must have at least 1 character.' }],
    ['a long name', 'POST', '/datacenters', { name: 'x'.repeat(300) }, 400, { field: 'name', detail: 'name must have at most 255 characters.' }],
    ['a name that is not allowed', 'POST', '/datacenters', { name: 'a/b' }, 400, { field: 'name', reason: { code: 'name_words' } }],
    ['a NUL in a text', 'POST', '/datacenters', { name: 'ok', description: 'a\u0000b' }, 400, { field: 'description' }],
    [
      'a wrong word',
      'POST',
      '/networks',
      { name: 'n', mode: 'magic', datacenterId: 'DC' },
      400,
      { field: 'mode', detail: 'mode must be one of: nat, bridge.' },
    ],
    ['a duplicate', 'POST', '/datacenters', { name: 'Default' }, 409, { code: 'DUPLICATE', field: 'name', subject: { type: 'datacenter', name: 'Default' } }],
    [
      'memory that is no number',
      'POST',
      '/vms',
      { name: 'x', clusterId: 'CL', templateId: 'TP', memoryMiB: 'many', vcpus: 1 },
      400,
      { field: 'memoryMiB', detail: 'memoryMiB must be a number.' },
    ],
    [
      'too many vCPUs',
      'POST',
      '/vms',
      { name: 'x1', clusterId: 'CL', templateId: 'TP', memoryMiB: 64, vcpus: 100 },
      400,
      { field: 'vcpus', reason: { code: 'vcpus_large' } },
    ],
    ['a disk larger than any column', 'POST', '/vms', { name: 'x2', clusterId: 'CL', templateId: 'TP', memoryMiB: 64, vcpus: 1, diskSizeMiB: 5e12 }, 400, {}],
    ['a second start', 'POST', '/vms/UP/start', {}, 409, { code: 'WRONG_STATE', subject: { name: 'web2' } }],
  ])('%s', async (_, method, path, body, status, part) => {
    const fill = (text: string) =>
      text.replaceAll('"DC"', `"${s.datacenter}"`).replaceAll('"CL"', `"${s.cluster}"`).replaceAll('"TP"', `"${s.template}"`).replace('UP', s.running)
    const given = typeof body === 'string' || body === undefined ? body : fill(JSON.stringify(body))
    const answer = await h.call(method, fill(path), { token, ...(given === undefined ? {} : { body: given }) })
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(Problem.parse(answer.body)).toMatchObject({ status, ...part })
    expect(JSON.stringify(answer.body)).not.toMatch(/prisma|select |at \/|\.ts:|node_modules/i)
  })

  it('changes nothing', async () => {
    expect(await h.db.datacenter.count()).toBe(1)
    expect(await h.db.vm.count()).toBe(2)
    expect(await h.db.job.count()).toBe(1)
  })

  it('a huge body is refused', async () => {
    expect(
      await h.call('POST', '/datacenters', { token, body: { name: 'x', description: 'y'.repeat(2_000_000) }, headers: { 'content-length': '2000100' } }),
    ).toMatchObject({ status: 400, body: { detail: 'The request is too large.' } })
  })
})

describe('while PostgreSQL is down', () => {
  // A port where nobody listens; the real server going and coming is tested with main.ts.
  const away = 'postgres://nobody:x@127.0.0.1:9/none'
  afterAll(() => closeDb(away))
  const ask = (path: string) =>
    serve(new Request(`http://127.0.0.1/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, host: '127.0.0.1' } }), openDb(away))

  it('the API answers DATABASE_DOWN and when to try again', async () => {
    const response = await ask('/vms')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(Problem.parse(await response.json())).toMatchObject({ code: 'DATABASE_DOWN', detail: 'The database does not answer.' })
  })

  it.each(['/session', '/nosuch', '/vms?search=('])('%s has no other answer', async path =>
    expect((await ask(path)).status).toBe(path === '/nosuch' ? 404 : 503),
  )

  it('its health says so', async () => {
    const response = await ask('/health')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ status: 'degraded', database: 'down' })
  })
})
