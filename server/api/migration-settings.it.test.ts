import { afterAll, beforeAll, expect, it } from 'vitest'
import { seed, type Seeded } from './seed'
import { apiHarness, type ApiHarness } from './testing'

/** How machines are to move: policies of one's own, a cluster's, a machine's, a host's address for it. */
let h: ApiHarness
let s: Seeded
let token: string
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  ;({ token } = await h.user('admin', [{ role: 'SuperUser' }]))
})
afterAll(() => h.dispose())

const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) => h.call(method, path, { token, headers, ...(body ? { body } : {}) })
const settings = {
  bandwidthMiBps: 100, initialDowntimeMs: 80, onStall: [{ kind: 'downtime', ms: 160 }, { kind: 'post-copy' }], autoConverge: true, compressed: false,
  parallel: 2, timeoutMsPerGiB: null, stallTimeoutMs: 60_000,
}
const wish = (policy: string) => ({ policy, limit: 4, bandwidthMiBps: 50, encryption: 'always' })

it('an own policy is made, changed, used, and only then removed when nothing uses it', async () => {
  const made = await call('POST', '/migration-policies', { name: 'night', description: 'slow', settings })
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201, body: { name: 'night', builtIn: false, generation: 1, settings } })
  const { id } = made.body as { id: string }
  expect((await call('POST', '/migration-policies', { name: 'night', settings })).body).toMatchObject({ code: 'DUPLICATE' })
  expect((await call('POST', '/migration-policies', { name: 'legacy', settings })).body).toMatchObject({ code: 'DUPLICATE' })
  expect((await call('POST', '/migration-policies', { name: 'bad', settings: { ...settings, parallel: 1 } })).status).toBe(400)
  const change = { name: 'night', description: 'slower', settings: { ...settings, bandwidthMiBps: 10 } }
  expect((await call('PUT', `/migration-policies/${id}`, change, { 'if-match': '7' })).body).toMatchObject({ code: 'STALE_GENERATION' })
  expect(await call('PUT', `/migration-policies/${id}`, change, { 'if-match': '1' })).toMatchObject({ status: 200, body: { generation: 2, settings: { bandwidthMiBps: 10 } } })

  expect(await call('PUT', `/clusters/${s.cluster}/migration`, wish(id))).toMatchObject({ status: 200, body: { migration: wish(id) } })
  const listed = (await call('GET', '/migration-policies')).body as unknown as { items: { id: string; clusterCount: number }[] }
  expect(listed.items.map(({ clusterCount }) => clusterCount)).toEqual([0, 0, 0, 0, 0, 1])
  expect((await call('DELETE', `/migration-policies/${id}`)).body).toMatchObject({ code: 'IN_USE', reason: { code: 'policy_in_use' } })
  expect(await call('PUT', `/clusters/${s.cluster}/migration`, wish('legacy'))).toMatchObject({ status: 200 })
  expect((await call('DELETE', `/migration-policies/${id}`)).status).toBe(200)
  expect((await call('PUT', `/clusters/${s.cluster}/migration`, wish(id))).body).toMatchObject({ code: 'BAD_INPUT', reason: { code: 'no_policy' } })
})

it('a machine has its own policy and changes to it', async () => {
  const own = { mode: 'manual', policy: 'post_copy', options: { bandwidthMiBps: 30, maxDowntimeMs: 90, compressed: true, parallel: null } }
  expect((await call('PUT', `/vms/${s.running}/migration/settings`, own)).status).toBe(200)
  expect((await call('GET', `/vms/${s.running}`)).body).toMatchObject({ migrationMode: 'manual', migrationPolicy: 'post_copy', migrationOptions: own.options })
  expect((await call('PUT', `/vms/${s.running}/migration/settings`, { ...own, policy: 'nothing' })).body).toMatchObject({ code: 'BAD_INPUT' })
  expect((await call('PUT', `/vms/${s.running}/migration/settings`, { ...own, options: { maxDowntimeMs: 0 } })).status).toBe(400)
})

it.each(['10.0.0.1:49152', '0.0.0.0', 'a b', 'http://h2'])('a host is not reached for migrations at %s', async migrationAddress => {
  const { generation } = (await call('GET', `/hosts/${s.host}`)).body as { generation: number }
  expect((await call('PATCH', `/hosts/${s.host}`, { migrationAddress }, { 'if-match': String(generation) })).body).toMatchObject({ code: 'BAD_INPUT', field: 'migrationAddress' })
})

it('a host’s address for migrations is set and taken back', async () => {
  for (const [given, kept] of [['10.1.0.2', '10.1.0.2'], ['[2001:db8::7]', '2001:db8::7'], ['', null]] as const) {
    const { generation } = (await call('GET', `/hosts/${s.host}`)).body as { generation: number }
    expect(await call('PATCH', `/hosts/${s.host}`, { migrationAddress: given }, { 'if-match': String(generation) })).toMatchObject({
      status: 200, body: { migrationAddress: kept, generation: generation + 1 },
    })
  }
})
