import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations, type Operation } from './openapi'
import { seed, type Seeded } from './seed'
import { apiHarness, type Answer, type ApiHarness } from './testing'

type Outcome = 401 | 403 | 404 | 'let in'

/** Nobody; a user with UserRole on one machine; ReadOnlyAdmin on everything. A new operation fails here until it has its line. */
const expected: Record<string, [Outcome, Outcome, Outcome]> = {
  'session.login': ['let in', 'let in', 'let in'],
  'session.get': [401, 'let in', 'let in'],
  'session.logout': [401, 'let in', 'let in'],
  'datacenter.list': [401, 'let in', 'let in'],
  'datacenter.get': [401, 404, 'let in'],
  'datacenter.create': [401, 403, 403],
  'datacenter.update': [401, 404, 403],
  'datacenter.remove': [401, 404, 403],
  'cluster.list': [401, 'let in', 'let in'],
  'cluster.get': [401, 404, 'let in'],
  'cluster.create': [401, 404, 403],
  'cluster.update': [401, 404, 403],
  'cluster.hostOffers': [401, 404, 'let in'],
  'cluster.setMigration': [401, 404, 403],
  'cluster.remove': [401, 404, 403],
  'host.list': [401, 'let in', 'let in'],
  'host.get': [401, 404, 'let in'],
  'host.createToken': [401, 404, 403],
  'host.join': ['let in', 'let in', 'let in'],
  'host.update': [401, 404, 403],
  'host.remove': [401, 404, 403],
  'host.lockDisks': [401, 404, 403],
  'host.acceptMigrations': [401, 404, 403],
  'host.samples': [401, 404, 'let in'],
  'vm.list': [401, 'let in', 'let in'],
  'vm.get': [401, 'let in', 'let in'],
  'vm.create': [401, 404, 403],
  'vm.update': [401, 403, 403],
  'vm.remove': [401, 403, 403],
  'vm.preview': [401, 404, 403],
  'iso.list': [401, 'let in', 'let in'],
  'iso.remove': [401, 404, 403],
  'system.settings': [401, 'let in', 'let in'],
  'system.setSettings': [401, 403, 403],
  'operatingSystem.list': [401, 'let in', 'let in'],
  'vm.bulk': [401, 'let in', 'let in'],
  'vm.start': [401, 'let in', 403],
  'vm.shutdown': [401, 'let in', 403],
  'vm.poweroff': [401, 'let in', 403],
  'vm.reboot': [401, 'let in', 403],
  'vm.restart': [401, 'let in', 403],
  'vm.reset': [401, 'let in', 403],
  'vm.suspend': [401, 'let in', 403],
  'vm.resume': [401, 'let in', 403],
  'vm.save': [401, 'let in', 403],
  'vm.discardSaved': [401, 'let in', 403],
  'vm.setProperties': [401, 403, 403],
  'device.apply': [401, 403, 403],
  'device.addNic': [401, 403, 403],
  'device.updateNic': [401, 403, 403],
  'device.removeNic': [401, 403, 403],
  'device.changeCd': [401, 403, 403],
  'migration.start': [401, 403, 403],
  'migration.preflight': [401, 403, 403],
  'migration.list': [401, 'let in', 'let in'],
  'migration.tune': [401, 403, 403],
  'migration.postCopy': [401, 403, 403],
  'migration.settings': [401, 403, 403],
  'migration.evacuate': [401, 404, 403],
  'migrationPolicy.list': [401, 'let in', 'let in'],
  'migrationPolicy.create': [401, 403, 403],
  'migrationPolicy.update': [401, 403, 403],
  'migrationPolicy.remove': [401, 403, 403],
  'disk.list': [401, 'let in', 'let in'],
  'disk.get': [401, 404, 'let in'],
  'disk.chain': [401, 404, 'let in'],
  'disk.create': [401, 404, 403],
  'disk.createForVm': [401, 403, 403],
  'disk.attach': [401, 403, 403],
  'disk.detach': [401, 404, 403],
  'disk.resize': [401, 404, 403],
  'disk.shrink': [401, 404, 403],
  'disk.check': [401, 404, 403],
  'disk.repair': [401, 404, 403],
  'disk.copy': [401, 404, 403],
  'disk.move': [401, 404, 403],
  'disk.remove': [401, 404, 403],
  'import.list': [401, 404, 403],
  'import.check': [401, 404, 403],
  'import.create': [401, 404, 403],
  'upload.list': [401, 'let in', 'let in'],
  'upload.get': [401, 404, 404],
  'upload.create': [401, 404, 403],
  'upload.fetch': [401, 404, 403],
  'vm.guest': [401, 'let in', 'let in'],
  'vm.askGuest': [401, 403, 403],
  'vm.clone': [401, 403, 403],
  'vm.generalisation': [401, 'let in', 'let in'],
  'vm.adopt': [401, 403, 403],
  'vm.consoleTicket': [401, 'let in', 403],
  'vm.viewerFile': [401, 'let in', 403],
  'vm.consoleViewers': [401, 'let in', 403],
  'vm.samples': [401, 'let in', 'let in'],
  'vm.xml': [401, 'let in', 'let in'],
  'vm.checkXml': [401, 403, 403],
  'vm.setXml': [401, 403, 403],
  'storageDomain.list': [401, 'let in', 'let in'],
  'storageDomain.get': [401, 404, 'let in'],
  'storageDomain.create': [401, 404, 403],
  'storageDomain.update': [401, 404, 403],
  'storageDomain.setSpace': [401, 404, 403],
  'storageDomain.samples': [401, 404, 'let in'],
  'storageDomain.maintenance': [401, 404, 403],
  'storageDomain.activate': [401, 404, 403],
  'storageDomain.probe': [401, 404, 403],
  'storageDomain.attach': [401, 404, 403],
  'storageDomain.detach': [401, 404, 403],
  'storageDomain.destroy': [401, 404, 403],
  'storageDomain.unregistered': [401, 404, 403],
  'storageDomain.register': [401, 404, 403],
  'storageDomain.format': [401, 404, 403],
  'storageDomain.remove': [401, 404, 403],
  'network.list': [401, 'let in', 'let in'],
  'network.get': [401, 404, 'let in'],
  'network.create': [401, 404, 403],
  'network.update': [401, 404, 403],
  'network.remove': [401, 404, 403],
  'template.list': [401, 'let in', 'let in'],
  'template.get': [401, 404, 'let in'],
  'template.create': [401, 404, 403],
  'template.remove': [401, 404, 403],
  'job.list': [401, 'let in', 'let in'],
  'job.get': [401, 'let in', 'let in'],
  'job.items': [401, 'let in', 'let in'],
  'job.cancel': [401, 403, 403],
  'event.list': [401, 'let in', 'let in'],
  'user.list': [401, 'let in', 'let in'],
  'user.create': [401, 403, 403],
  'user.remove': [401, 404, 403],
  'user.grant': [401, 403, 403],
  'system.health': ['let in', 'let in', 'let in'],
  'system.dashboard': [401, 'let in', 'let in'],
  'system.find': [401, 'let in', 'let in'],
  'system.tree': [401, 'let in', 'let in'],
}

let h: ApiHarness
let s: Seeded
let ids: Record<string, string>
const tokens: (string | undefined)[] = []

beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  const target = await h.user('target')
  ids = {
    datacenter: s.datacenter,
    cluster: s.cluster,
    host: s.host,
    vm: s.vm,
    'storage-domain': s.storageDomain,
    network: s.network,
    template: s.template,
    job: s.job,
    disk: s.disk,
    user: target.id,
  }
  await h.user('root', [{ role: 'SuperUser' }])
})
afterAll(() => h.dispose())

/** Each call has a session of its own: one of them is the log-out. */
const callers: ((n: number) => Promise<string | undefined>)[] = [
  async () => undefined,
  async n => (await h.user(`user${n}`, [{ role: 'UserRole', objectType: 'vm', objectId: s.vm }])).token,
  async n => (await h.user(`reader${n}`, [{ role: 'ReadOnlyAdmin' }])).token,
]

function call({ method, path, meta }: Operation, token: string | undefined): Promise<Answer> {
  const { permission } = meta
  const on = typeof permission === 'object' ? permission : null
  const idField = on?.id ? { [on.id]: ids[on.on] ?? '' } : {}
  const body = method === 'POST' || method === 'PATCH' ? idField : undefined
  const query = method === 'GET' && !path.includes('{id}') ? `?${new URLSearchParams(idField)}` : ''
  return h.call(method, `${path.replace('{id}', ids[on?.on ?? ''] ?? ids.user ?? '')}${query}`, { ...(token ? { token } : {}), body, headers: { 'if-match': '"99"' } })
}

/** `let in` = neither refused nor hidden; the empty input may still be wrong. `NOT_FOUND` about something else counts as let in. */
const outcome = ({ status }: Answer): Outcome => (status === 401 || status === 403 || status === 404 ? status : 'let in')

describe('every operation of the contract', () => {
  it('names the permission it needs', () => {
    expect(
      operations()
        .filter(o => !o.meta.permission)
        .map(o => o.id),
    ).toEqual([])
  })

  it('has a line in the table of this test', () => {
    expect(
      operations()
        .map(o => o.id)
        .sort(),
    ).toEqual(Object.keys(expected).sort())
  })

  it.each(operations().map(o => [o.id, o] as const))('%s refuses and lets in as the table says', async (id, operation) => {
    const outcomes: Outcome[] = []
    for (const [i, caller] of callers.entries()) {
      const answer = await call(operation, await caller(tokens.push(id)))
      // A join with no token is refused for the token, not for the caller.
      outcomes.push(operation.meta.permission === 'public' && answer.status === 400 ? 'let in' : outcome(answer))
      expect(answer.status, `${id} as caller ${i}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
    }
    expect(outcomes).toEqual(expected[id])
  })
})

describe('what a caller may not see', () => {
  it('looks exactly like what does not exist', async () => {
    const { token } = await h.user('stranger')
    const nowhere = '00000000-0000-4000-8000-000000000000'
    const [hidden, missing] = [await h.call('GET', `/vms/${s.vm}`, { token }), await h.call('GET', `/vms/${nowhere}`, { token })]
    expect(hidden.status).toBe(404)
    expect(JSON.stringify(hidden.body).replaceAll(s.vm, 'ID')).toBe(JSON.stringify(missing.body).replaceAll(nowhere, 'ID'))
  })

  it('is not in lists, find, tree, dashboard, jobs or events', async () => {
    const { token } = await h.user('nobody')
    for (const path of ['vms', 'hosts', 'clusters', 'datacenters', 'storage-domains', 'networks', 'templates', 'jobs', 'events', 'users']) {
      expect((await h.call('GET', `/${path}`, { token })).body, path).toMatchObject({ items: [], total: 0 })
    }
    expect((await h.call('GET', '/find?text=e', { token })).body.items).toEqual([])
    expect((await h.call('GET', '/tree', { token })).body.items).toEqual([])
    expect((await h.call('GET', '/dashboard', { token })).body).toMatchObject({ hosts: {}, vms: {}, storage: { capacityMiB: 0 } })
  })

  it('a role counts on its object and on all below it', async () => {
    const { token } = await h.user('clusterer', [{ role: 'ReadOnlyAdmin', objectType: 'cluster', objectId: s.cluster }])
    const names = async (path: string) => (await h.call('GET', path, { token })).body.items.map(i => i.name)
    expect(await names('/vms')).toEqual(['web1', 'web2'])
    expect(await names('/hosts')).toEqual(['h1'])
    expect(await names('/clusters')).toEqual(['Default'])
    expect(await names('/datacenters')).toEqual([])
    expect((await h.call('GET', '/jobs', { token })).body.items.map(i => i.id)).toContain(s.job)
    expect((await h.call('GET', `/datacenters/${s.datacenter}`, { token })).status).toBe(404)
  })
})
