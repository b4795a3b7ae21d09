import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { seed, type Seeded } from '@/server/api/seed'
import { apiHarness, type ApiHarness } from '@/server/api/testing'
import { AppError } from '@/server/domain/error'
import type { AskHost } from './ask'
import { createStorageDomain } from './create'

let h: ApiHarness
let s: Seeded
let user: { id: string; username: string }
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  user = await h.user('admin', [{ role: 'SuperUser' }])
})
afterAll(() => h.dispose())

const good: AskHost = async (_, { path }) => ({ path, capacityMiB: 500, freeMiB: 400, writable: true, error: null })
const create = (change: Partial<Parameters<typeof createStorageDomain>[1]> = {}, ask = good) =>
  createStorageDomain(
    h.db,
    { name: 'shared', description: '', datacenterId: s.datacenter, type: 'posix', path: '/srv/shared', clusterIds: null, user, now: new Date(), ...change },
    ask,
  )

describe('a new storage domain', () => {
  it('is tried by each host that is Up, and starts with what they see', async () => {
    await h.db.host.create({ data: { name: 'away', clusterId: s.cluster, address: '127.0.0.1:2', status: 'non_responsive' } })
    const ask = vi.fn(good)
    const id = await create({ path: '/srv//shared/' }, ask)
    expect(ask.mock.calls.map(([host]) => host.name)).toEqual(['h1'])
    const { token } = await h.user('reader', [{ role: 'ReadOnlyAdmin' }])
    expect((await h.call('GET', `/storage-domains/${id}`, { token })).body).toMatchObject({
      path: '/srv/shared',
      status: 'active',
      capacityMiB: 500,
      freeMiB: 400,
      hosts: [{ host: { name: 'h1' }, writable: true, error: null }],
    })
  })

  it.each([
    ['a taken name', { path: '/srv/other' }, good, { code: 'DUPLICATE', detail: { field: 'name' } }],
    ['a taken folder', { name: 'second' }, good, { code: 'DUPLICATE', detail: { field: 'path' } }],
    ['a relative path', { name: 'x', path: 'srv' }, good, { code: 'BAD_INPUT', detail: { field: 'path' } }],
    ['a folder of the system', { name: 'x', path: '/usr/../etc/' }, good, { code: 'BAD_INPUT', detail: { field: 'path' } }],
    ['the root', { name: 'x', path: '//' }, good, { code: 'BAD_INPUT' }],
    ['a control character', { name: 'x', path: '/srv/a\nb' }, good, { code: 'BAD_INPUT' }],
    [
      'a folder that a host may not write',
      { name: 'x', path: '/srv/ro' },
      async (_, { path }) => ({ path, capacityMiB: 1, freeMiB: 1, writable: false, error: null }),
      { code: 'BAD_INPUT', message: "Host h1 can't use /srv/ro: it may not write there." },
    ],
    ['a host that says no', { name: 'x', path: '/srv/x' }, async () => Promise.reject(new AppError('DISK_FULL', 'No room.')), { code: 'DISK_FULL' }],
  ] as [string, object, AskHost, object][])('is refused for %s, and nothing is recorded', async (_, change, ask, error) => {
    const before = [await h.db.storageDomain.count(), await h.db.event.count()]
    await expect(create(change, ask)).rejects.toMatchObject(error)
    expect([await h.db.storageDomain.count(), await h.db.event.count()]).toEqual(before)
  })
})

describe('a new network', () => {
  it.each([
    [{ name: 'net1', mode: 'bridge', bridge: 'br0' }, 201, {}],
    [{ name: 'net2', mode: 'nat' }, 201, {}],
    [{ name: 'net1', mode: 'nat' }, 409, { field: 'name' }],
    [{ name: 'net3', mode: 'bridge' }, 400, { field: 'bridge' }],
    [{ name: 'net3', mode: 'nat', bridge: 'br0' }, 400, { field: 'bridge' }],
    [{ name: 'net3', mode: 'bridge', bridge: 'a/b' }, 400, { field: 'bridge' }],
    [{ name: 'ne t', mode: 'nat' }, 400, { field: 'name' }],
    [{ name: '-x', mode: 'nat' }, 400, { field: 'name' }],
  ])('%j → %i', async (body, status, part) => {
    const { token } = await h.user(`n${Math.random()}`, [{ role: 'SuperUser' }])
    expect(await h.call('POST', '/networks', { token, body: { ...body, datacenterId: s.datacenter } })).toMatchObject({ status, body: part })
  })
})
