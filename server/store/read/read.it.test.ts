import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, type Seeded } from '@/server/api/seed'
import { apiHarness, type ApiHarness } from '@/server/api/testing'
import { pruneExpired } from '../prune'
import { readRunning } from '@/server/domain/vm/live/running'
import { buildDomain } from '@/server/domain/vm/xml/domain'
import { wantedVm } from '../vm/spec'

let h: ApiHarness
let s: Seeded
let token: string
const now = new Date()
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  ;({ token } = await h.user('admin', [{ role: 'SuperUser' }]))
  const rates = { diskReadBps: 1, diskWriteBps: 2, netRxBps: 3, netTxBps: 4 }
  // Two hours of measurements each 10 s; the CPU rises by one percent a minute.
  const times = Array.from({ length: 720 }, (_, i) => ({ at: ago(i * 10), cpuPercent: 120 - Math.floor(i / 6) }))
  await h.db.vmSample.createMany({ data: times.map(t => ({ ...t, ...rates, vmId: s.running, memoryUsedMiB: null })) })
  await h.db.hostSample.createMany({ data: times.map(t => ({ ...t, ...rates, hostId: s.host, memoryUsedMiB: 8192, swapUsedMiB: 0, loadAverage: 1 })) })
  await h.db.host.update({
    where: { id: s.host },
    data: { latest: { at: now.getTime(), cpuPercent: 25, memoryUsedMiB: 8192, swapUsedMiB: 0, loadAverage: 1, ...rates } },
  })
})
afterAll(() => h.dispose())

const get = (path: string, as = token) => h.call('GET', path, { token: as, now })

describe('statistics', () => {
  it.each([
    [1, 6],
    [60, 360],
    [120, 360],
    [1440, 30],
  ])('of %i minutes are at most 360 points, oldest first', async (minutes, about) => {
    for (const path of [`/vms/${s.running}`, `/hosts/${s.host}`]) {
      const { status, body } = await get(`${path}/samples?minutes=${minutes}`)
      expect(status).toBe(200)
      const points = body.items as unknown as { at: string | number; cpuPercent: number }[]
      expect(points.length).toBeLessThanOrEqual(360)
      expect(Math.abs(points.length - about)).toBeLessThanOrEqual(1)
      const times = points.map(p => new Date(p.at).getTime())
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(points.at(-1)?.cpuPercent).toBeGreaterThanOrEqual(points[0]?.cpuPercent ?? Infinity)
      expect(new Set(times).size).toBe(times.length)
    }
  })

  it('keep what the guest did not tell unknown', async () =>
    expect((await get(`/vms/${s.running}/samples`)).body.items[0]).toMatchObject({ memoryUsedMiB: null, netTxBps: 4 }))
})

describe('the dashboard', () => {
  it('adds up what the caller may see', async () => {
    const { body } = await get('/dashboard')
    expect(body).toMatchObject({
      hosts: { up: 1 },
      vms: { down: 1, up: 1 },
      cpu: { count: 8, usedPercent: 25 },
      memory: { totalMiB: 16_384, usedMiB: 8192 },
      storage: { capacityMiB: 1000, freeMiB: 500 },
    })
    const history = body.history as { memoryPercent: number }[]
    expect(history.length).toBeGreaterThanOrEqual(60)
    expect(history.length).toBeLessThanOrEqual(61)
    expect(history[0]?.memoryPercent).toBe(50)
  })

  it('warns of what needs somebody', async () => {
    const texts = async () => ((await get('/dashboard')).body.warnings as { text: string }[]).map(w => w.text)
    expect(await texts()).toEqual([])
    await h.db.storageDomain.update({ where: { id: s.storageDomain }, data: { freeMiB: 50, status: 'inactive' } })
    await h.db.vm.update({ where: { id: s.running }, data: { status: 'paused_io' } })
    await h.db.host.update({ where: { id: s.host }, data: { status: 'non_responsive', statusReason: 'It does not answer.' } })
    expect(await texts()).toEqual([
      'It does not answer.',
      'No host can use this storage domain.',
      'It is running out of space: 50 MiB are free.',
      'The machine is paused because its storage failed or is full.',
    ])
    const viewer = await h.user('viewer', [{ role: 'UserRole', objectType: 'vm', objectId: s.running }])
    expect((await get('/dashboard', viewer.token)).body).toMatchObject({ hosts: {}, vms: { paused_io: 1 }, warnings: [{ subject: { id: s.running }, reason: { code: 'attention_paused_io' }, hintReason: { code: 'attention_paused_io_hint' } }] })
    await h.db.host.update({ where: { id: s.host }, data: { status: 'up' } })
    await h.db.vm.update({ where: { id: s.running }, data: { status: 'up' } })
  })
})

describe('finding', () => {
  it('knows every kind of object, names that begin with the text first', async () => {
    await h.db.network.create({ data: { name: 'an-h1-network', datacenterId: s.datacenter } })
    expect((await get('/find?text=H1')).body.items).toMatchObject([
      { type: 'host', name: 'h1', status: 'up' },
      { type: 'network', name: 'an-h1-network' },
    ])
    const types = new Set(
      (await Promise.all(['a', 'e', 'l', 'b'].map(async t => (await get(`/find?text=${t}`)).body.items)))
        .flat()
        .map(i => (i as unknown as { type: string }).type),
    )
    expect([...types].sort()).toEqual(['cluster', 'datacenter', 'network', 'storage-domain', 'template', 'vm'])
  })

  it('takes no letter for a wildcard and gives at most 20', async () => {
    expect((await get('/find?text=%25')).body.items).toEqual([])
    expect((await get('/find?text=%20')).body.items).toEqual([])
    await h.db.vm.createMany({ data: Array.from({ length: 30 }, (_, i) => ({ name: `many${i}`, clusterId: s.cluster, memoryMiB: 1, vcpus: 1 })) })
    expect((await get('/find?text=many')).body.items).toHaveLength(20)
    await h.db.vm.deleteMany({ where: { name: { startsWith: 'many' } } })
  })
})

describe('the tree', () => {
  it('hangs machines under their host, or under their cluster', async () => {
    expect((await get('/tree')).body.items).toMatchObject([
      { type: 'datacenter', id: s.datacenter, parent: null },
      { type: 'cluster', id: s.cluster, parent: s.datacenter },
      { type: 'host', id: s.host, parent: s.cluster, status: 'up' },
      { type: 'vm', id: s.vm, parent: s.cluster },
      { type: 'vm', id: s.running, parent: s.host },
    ])
  })

  it('has no parent that the caller may not see', async () => {
    const { token: other } = await h.user('other', [{ role: 'UserRole', objectType: 'vm', objectId: s.running }])
    expect((await get('/tree', other)).body.items).toEqual([{ type: 'vm', id: s.running, name: 'web2', status: 'up', parent: null }])
  })
})

describe('a machine', () => {
  it('shows which fields wait for its next start', async () => {
    const runtime = {
      memoryMiB: 1024,
      vcpus: 2,
      virtType: 'qemu',
      startedAt: now.toISOString(),
      guest: null,
      consoles: ['vnc'],
      cpuPercent: null,
      memoryUsedMiB: null,
    }
    const { spec } = await wantedVm(h.db, s.running, randomUUID())
    const domain = buildDomain({ ...spec, memoryMiB: 1024, keepHardware: false }, 'qemu')
    await h.db.vm.update({ where: { id: s.running }, data: { runtime, running: readRunning(domain, domain) } })
    expect((await get(`/vms/${s.running}`)).body).toMatchObject({ pending: [{ field: 'memoryMiB', running: 1024, next: 2048, canBeLive: false, refusal: null }], onceRun: false, runtime: { memoryMiB: 1024 } })
    // A single run is meant to be otherwise.
    await h.db.vm.update({ where: { id: s.running }, data: { running: { ...readRunning(domain, domain), once: true } } })
    expect((await get(`/vms/${s.running}`)).body).toMatchObject({ pending: [], onceRun: true })
  })

  it('is free again when the job that held it has ended', async () => {
    const id = randomUUID()
    await h.db.job.create({ data: { id, kind: 'vm.reset', state: 'running', input: {}, subjectType: 'vm', subjectId: s.running, subjectName: 'web2' } })
    await h.db.vm.update({ where: { id: s.running }, data: { jobId: id } })
    expect((await get(`/vms/${s.running}`)).body).toMatchObject({ job: { id }, actions: { suspend: { allowed: false, reason: { code: 'busy' } } } })
    expect((await get(`/hosts/${s.host}`)).body).toMatchObject({ actions: { remove: { allowed: false } } })
    await h.db.job.update({ where: { id }, data: { state: 'failed' } })
    expect((await get(`/vms/${s.running}`)).body).toMatchObject({ job: null, actions: { suspend: { allowed: true } } })
  })
})

describe('pruning', () => {
  it('deletes what has served its time, and nothing else', async () => {
    const rows = async () => ({
      changes: await h.db.change.count(),
      samples: await h.db.vmSample.count(),
      sessions: await h.db.session.count(),
      keys: await h.db.idempotency.count(),
    })
    await h.db.change.deleteMany()
    const { id: userId } = await h.user('old')
    for (const at of [ago(3500), ago(3700)]) await h.db.change.create({ data: { topic: 'vms', objectId: 'x', at } })
    for (const at of [ago(86_000), ago(87_000)]) await h.db.idempotency.create({ data: { userId, key: String(at), requestHash: '', createdAt: at } })
    await h.db.vmSample.create({ data: { vmId: s.vm, at: ago(25.1 * 3600), cpuPercent: 0, diskReadBps: 0, diskWriteBps: 0, netRxBps: 0, netTxBps: 0 } })
    await h.db.session.updateMany({ where: { userId }, data: { expiresAt: ago(1) } })
    const before = await rows()
    await pruneExpired(h.db, now)
    expect(await rows()).toEqual({ changes: before.changes - 1, samples: before.samples - 1, sessions: before.sessions - 1, keys: before.keys - 1 })
  })
})
