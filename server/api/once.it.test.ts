import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { markingDb } from '@/server/store/idempotency'
import { seed, type Seeded } from './seed'
import { apiHarness, type ApiHarness, type CallOptions } from './testing'

let h: ApiHarness
let s: Seeded
let token: string
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  ;({ token } = await h.user('admin', [{ role: 'SuperUser' }]))
})
afterAll(() => h.dispose())

const post = (path: string, key: string, body: unknown, more: CallOptions = {}) =>
  h.call('POST', path, { token, body, headers: { 'idempotency-key': key }, ...more })

describe('Idempotency-Key', () => {
  it('does a request once and gives its answer again', async () => {
    const first = await post('/datacenters', 'k1', { name: 'once' })
    const second = await post('/datacenters', 'k1', { name: 'once' })
    expect(first.status).toBe(201)
    expect(second).toMatchObject({ status: 201, body: first.body })
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(first.headers.get('idempotency-replayed')).toBeNull()
  })

  it('gives a refusal again too', async () => {
    const [first, second] = [await post('/datacenters', 'k2', { name: 'Default' }), await post('/datacenters', 'k2', { name: 'Default' })]
    expect(first.status).toBe(409)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  })

  it.each([
    ['another body', '/datacenters', { name: 'other' }],
    ['another path', '/clusters', { name: 'once' }],
  ])('refuses the key for %s', async (_, path, body) => {
    await post('/datacenters', `k3${path}`, { name: `a${path.length}` })
    expect(await post(path, `k3${path}`, { ...body, datacenterId: s.datacenter })).toMatchObject({ status: 409, body: { reason: { code: 'key_reused' } } })
  })

  it('at the same moment, one is done and the others are told to wait or get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('/datacenters', 'k4', { name: 'race' })))
    const done = answers.filter(a => a.status === 201)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map(a => a.body.id)).size).toBe(1)
    for (const a of answers.filter(x => x.status !== 201)) expect(a).toMatchObject({ status: 409, body: { reason: { code: 'key_in_progress' } } })
    expect(await h.db.datacenter.count({ where: { name: 'race' } })).toBe(1)
  })

  it('whose manager ended before it was done is done by the next one, and the former can no more', async () => {
    const userId = (await h.db.user.findFirstOrThrow({ where: { username: { startsWith: 'admin' } } })).id
    const first = await post('/datacenters', 'k4a', { name: 'left' })
    const gone = { userId, key: 'k4a', owner: randomUUID() }
    await h.db.idempotency.updateMany({ where: { key: 'k4a' }, data: { owner: gone.owner, status: null, done: false } })
    await h.db.datacenter.delete({ where: { id: first.body.id } })
    const second = await post('/datacenters', 'k4a', { name: 'left' })
    expect(second.status).toBe(201)
    const late = markingDb(h.db, gone).$transaction(tx => tx.datacenter.create({ data: { name: 'late' } }))
    await expect(late).rejects.toMatchObject({ code: 'DUPLICATE' })
    expect(await h.db.datacenter.findMany({ where: { name: { in: ['left', 'late'] } }, select: { id: true } })).toEqual([{ id: second.body.id }])
  })

  it('whose manager ended between doing it and answering is told to be done', async () => {
    await post('/datacenters', 'k4b', { name: 'mute' })
    expect(await h.db.idempotency.findFirst({ where: { key: 'k4b' } })).toMatchObject({ done: true })
    await h.db.idempotency.updateMany({ where: { key: 'k4b' }, data: { owner: randomUUID(), status: null } })
    expect(await post('/datacenters', 'k4b', { name: 'mute' })).toMatchObject({ status: 409, body: { reason: { code: 'key_done' } } })
    expect(await h.db.datacenter.count({ where: { name: 'mute' } })).toBe(1)
  })

  it('of a refused request is not marked as done', async () => {
    await post('/datacenters', 'k4c', { name: 'mute' })
    expect(await h.db.idempotency.findFirst({ where: { key: 'k4c' } })).toMatchObject({ done: false, status: 409 })
  })

  it('belongs to its user, and is forgotten after a day', async () => {
    const other = await h.user('other', [{ role: 'SuperUser' }])
    await post('/datacenters', 'k5', { name: 'mine' })
    expect((await post('/datacenters', 'k5', { name: 'theirs' }, { token: other.token })).status).toBe(201)
    expect(await post('/datacenters', 'k5', { name: 'mine again' }, { now: new Date(Date.now() + 25 * 3_600_000) })).toMatchObject({ status: 401 })
    await h.db.session.updateMany({ data: { expiresAt: new Date(Date.now() + 100 * 3_600_000) } })
    expect((await post('/datacenters', 'k5', { name: 'mine again' }, { now: new Date(Date.now() + 25 * 3_600_000) })).status).toBe(201)
  })

  it('one start is one job', async () => {
    const first = await post(`/vms/${s.vm}/start`, 'k6', {})
    expect(first).toMatchObject({ status: 202, body: { jobId: expect.any(String) } })
    expect((await post(`/vms/${s.vm}/start`, 'k6', {})).body).toEqual(first.body)
    expect(await h.db.job.count({ where: { subjectId: s.vm, kind: 'vm.start', state: 'queued' } })).toBe(1)
    expect(await post(`/vms/${s.vm}/start`, 'k7', {})).toMatchObject({ status: 409 })
  })

  it('stores no ticket and no token', async () => {
    const [one, two] = [
      await post(`/vms/${s.running}/console-ticket`, 'k8', { protocol: 'vnc' }),
      await post(`/vms/${s.running}/console-ticket`, 'k8', { protocol: 'vnc' }),
    ]
    expect([one.status, two.status]).toEqual([201, 201])
    const host = await post('/hosts/token', 'k9', { clusterId: s.cluster, name: 'new-host' })
    const stored = JSON.stringify([
      await h.db.idempotency.findMany(),
      await h.db.event.findMany({ select: { params: true, message: true } }),
      await h.db.consoleTicket.findMany(),
      await h.db.hostToken.findMany(),
    ])
    for (const secret of [one.body.ticket, two.body.ticket, String(host.body.token).split('.')[1]]) expect(stored).not.toContain(secret)
  })

  it('must be printable and short', async () =>
    expect((await post('/datacenters', 'x'.repeat(201), { name: 'y' })).body).toMatchObject({ field: 'Idempotency-Key' }))
})

describe('If-Match', () => {
  const patch = (path: string, body: unknown, ifMatch?: string) =>
    h.call('PATCH', path, { token, body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } })

  it.each([
    ['datacenters', 'datacenter'],
    ['clusters', 'cluster'],
    ['hosts', 'host'],
    ['vms', 'vm'],
  ] as const)('edits of %s need the generation that was seen', async (plural, key) => {
    const path = `/${plural}/${key === 'vm' ? s.running : s[key]}`
    const seen = await h.call('GET', path, { token })
    expect(seen.headers.get('etag')).toBe(`"${seen.body.generation}"`)
    expect(await patch(path, { description: 'x' })).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } })
    expect((await patch(path, { description: 'x' }, 'rubbish')).status).toBe(400)
    expect(await patch(path, { description: 'x' }, '"77"')).toMatchObject({ status: 412, body: { code: 'STALE_GENERATION' } })
    expect((await h.call('GET', path, { token })).body.generation).toBe(seen.body.generation)

    const edited = await patch(path, { description: 'by etag' }, String(seen.headers.get('etag')))
    expect(edited).toMatchObject({ status: 200, body: { description: 'by etag', generation: seen.body.generation + 1 } })
    expect(edited.headers.get('etag')).toBe(`"${seen.body.generation + 1}"`)
    expect((await patch(path, { description: 'late' }, String(seen.headers.get('etag')))).status).toBe(412)
    expect((await patch(path, { description: 'bare number' }, String(edited.body.generation))).status).toBe(200)
    expect((await patch(path, { description: 'whatever it is' }, '*')).status).toBe(200)
  })

  it('of two edits at the same moment one wins', async () => {
    const { body } = await h.call('GET', `/clusters/${s.cluster}`, { token })
    const both = await Promise.all(['a', 'b'].map(name => patch(`/clusters/${s.cluster}`, { name }, `"${body.generation}"`)))
    expect(both.map(a => a.status).sort()).toEqual([200, 412])
  })

  it('a name that is taken is refused, the old one stays', async () => {
    const other = await h.call('POST', '/datacenters', { token, body: { name: 'taken' } })
    expect(await patch(`/datacenters/${s.datacenter}`, { name: 'taken' }, '*')).toMatchObject({ status: 409, body: { code: 'DUPLICATE', field: 'name' } })
    expect(other.status).toBe(201)
  })

  it('each edit is in the audit trail with who did it', async () => {
    const { body } = await h.call('GET', `/events?search=${encodeURIComponent(`subject=${s.datacenter} and code=datacenter.edited`)}`, { token })
    expect(body.items[0]).toMatchObject({ user: 'admin@internal', severity: 'info' })
  })
})
