import { afterAll, beforeAll, expect, it } from 'vitest'
import { seed, type Seeded } from './seed'
import { apiHarness, type ApiHarness } from './testing'

let h: ApiHarness
let s: Seeded
let token: string
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  token = (await h.user('root', [{ role: 'SuperUser' }])).token
})
afterAll(() => h.dispose())

const remove = (path: string, headers: Record<string, string> = {}) => h.call('DELETE', path, { token, headers })
const create = async (path: string, body: object) => (await h.call('POST', path, { token, body })).body.id

it.each([
  ['datacenter', () => `/datacenters/${s.datacenter}`, /^Datacenter .* still has \d+ clusters?/],
  ['cluster', () => `/clusters/${s.cluster}`, /^Cluster .* still has \d+ hosts? and \d+ machines?\.$/],
  ['storage domain', () => `/storage-domains/${s.storageDomain}`, /still has .*\d+ (disk|template)/],
])('a %s that is not empty stays, and the answer counts what is in it', async (_, path, sentence) => {
  expect(await remove(path())).toMatchObject({ status: 409, body: { code: 'IN_USE', detail: expect.stringMatching(sentence) } })
  expect((await h.call('GET', path(), { token })).body).toMatchObject({ actions: { remove: { allowed: false, reason: { code: 'not_empty' } } } })
})

it('an empty one goes, once, with an event; a stale If-Match keeps it', async () => {
  const datacenterId = await create('/datacenters', { name: 'empty' })
  const cluster = await create('/clusters', { name: 'empty', datacenterId })
  expect(await remove(`/datacenters/${datacenterId}`)).toMatchObject({ status: 409, body: { detail: 'Datacenter empty still has 1 cluster.' } })
  expect(await remove(`/clusters/${cluster}`, { 'if-match': '"99"' })).toMatchObject({ status: 412 })
  for (const path of [`/clusters/${cluster}`, `/datacenters/${datacenterId}`]) {
    expect((await h.call('GET', path, { token })).body).toMatchObject({ actions: { remove: { allowed: true } } })
    expect((await remove(path)).status).toBe(200)
    expect((await remove(path)).status).toBe(404)
  }
  expect(await h.db.event.findMany({ where: { code: { endsWith: '.removed' } }, orderBy: { id: 'asc' } })).toMatchObject([
    { code: 'cluster.removed', subjectName: 'empty', username: 'root@internal' }, { code: 'datacenter.removed', subjectName: 'empty' },
  ])
})

it('a network is attached to the clusters named, and hosts are told to let go of it', async () => {
  const network = await create('/networks', { name: 'spare', datacenterId: s.datacenter, mode: 'nat', clusterIds: [s.cluster] })
  expect((await h.call('GET', `/networks/${network}`, { token })).body).toMatchObject({ clusters: [{ id: s.cluster }] })
  await h.db.networkHost.create({ data: { networkId: network, hostId: s.host, active: true } })
  expect((await remove(`/networks/${network}`)).status).toBe(200)
  expect(await h.db.hostRemoval.findMany()).toMatchObject([{ hostId: s.host, kind: 'network', objectId: network, name: 'spare' }])
})
