import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { seed, type Seeded } from './seed'
import { apiHarness, type ApiHarness } from './testing'

let h: ApiHarness
let s: Seeded
let token: string
const many = 10_000

beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  ;({ token } = await h.user('admin', [{ role: 'SuperUser' }]))
  await h.db.$executeRaw`
    insert into vm (id, name, cluster_id, memory_mib, vcpus, created_at, host_id, status)
    select gen_random_uuid(), 'bulk-' || lpad(i::text, 5, '0'), ${s.cluster}::uuid, 128 + i % 7, 1, timestamptz '2026-01-01' + (i % 100) * interval '1 minute',
      case when i % 3 = 0 then ${s.host}::uuid end, case when i % 2 = 1 then 'up' else 'down' end
    from generate_series(0, ${many}::int - 1) as i`
  await h.db.vm.createMany({ data: ['odd_one', 'oddXone', '100%', 'Ünï-码'].map(name => ({ name, clusterId: s.cluster, memoryMiB: 4096, vcpus: 4 })) })
})
afterAll(() => h.dispose())

const list = async (query: Record<string, string | number>, path = '/vms') =>
  h.call('GET', `${path}?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))}`, { token })
const names = async (search: string, extra = {}) => (await list({ search, ...extra })).body.items.map(i => i.name)

describe('search', () => {
  it.each([
    ['web', ['web1', 'web2']],
    ['WEB*', ['web1', 'web2']],
    ['name=web1', ['web1']],
    ['*1 and web', ['web1']],
    ['web and status=up', ['web2']],
    ['web and not status=up', ['web1']],
    ['web and status!=up', ['web1']],
    ['name=odd_one', ['odd_one']],
    ['odd_', ['odd_one']],
    ['name=odd*one', ['oddXone', 'odd_one']],
    ['name="odd*one"', []],
    ['100%', ['100%']],
    ['name=*码', ['Ünï-码']],
    ['memory>=4GiB', ['100%', 'oddXone', 'odd_one', 'Ünï-码']],
    ['memory=2G', ['web2']],
    ['(web or odd) and vcpus>1', ['oddXone', 'odd_one', 'web2']],
    ['host=h1 and web', ['web2']],
    ['host!=h1 and web', ['web1']],
    ['network=nat', ['web2']],
    ['storagedomain=local', ['web2']],
    ['mac=52:54:00:00:00:01', ['web2']],
    ['cluster=nosuch', []],
    ['web and created>1h', ['web1', 'web2']],
    ['name=bulk-0000*1 and status=up', ['bulk-00001']],
  ])('%s', async (search, found) => expect(await names(search)).toEqual(found))

  it('finds by the id of another object', async () => {
    expect(await names(`host=${s.host} and web`)).toEqual(['web2'])
    expect(await names(`cluster=${s.cluster} and web`)).toEqual(['web1', 'web2'])
  })

  it.each([
    ['status=upp', 'status is never "upp".', /one of: down, starting, up/],
    ['memory=lots', '"lots" is not a size.', /4GiB/],
    ['vcpus~2', 'vcpus is a number', /=, !=/],
    ['colour=red', 'no field "colour"', /name, status, cluster/],
    ['created>soon', '"soon" is not a time.', /2h/],
    ['vcpus=99999999999', 'not a whole number', /./],
  ])('%s is refused with what would be right', async (search, sentence, hint) => {
    const { status, body } = await list({ search })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'BAD_INPUT', field: 'search', detail: expect.stringContaining(sentence), hint: expect.stringMatching(hint) })
  })

  it('never reaches SQL', async () => {
    expect(await names(`name="'; drop table vm; --"`)).toEqual([])
    expect(await names('web')).toEqual(['web1', 'web2'])
  })
})

describe('pages', () => {
  /** All names, page by page. */
  async function walk(query: Record<string, string | number>): Promise<string[]> {
    const all: string[] = []
    let cursor: string | null = null
    do {
      const { status, body } = await list({ ...query, ...(cursor ? { cursor } : {}) })
      expect(status).toBe(200)
      all.push(...body.items.map(i => i.id))
      cursor = body.nextCursor
    } while (cursor)
    return all
  }

  it.each(['name', '-name', 'createdAt', '-createdAt', 'memoryMiB', 'host', '-host', 'owner', '-status', 'cluster'])(
    'a walk along %s by cursor meets each machine once',
    async sort => {
      const ids = await walk({ sort, limit: 499, search: 'bulk-00* or odd or web' })
      expect(ids).toHaveLength(1004)
      expect(new Set(ids).size).toBe(1004)
      const { body } = await list({ sort, limit: 499, offset: 499, search: 'bulk-00* or odd or web' })
      expect(body.items.map(i => i.id)).toEqual(ids.slice(499, 998))
    },
  )

  it('a cursor goes on in the right place though rows before it came and went', async () => {
    const first = await list({ limit: 2, search: 'odd or web' })
    const before = await h.db.vm.create({ data: { name: 'oddAAA', clusterId: s.cluster, memoryMiB: 1, vcpus: 1 } })
    const second = await list({ limit: 2, search: 'odd or web', cursor: String(first.body.nextCursor) })
    await h.db.vm.delete({ where: { id: before.id } })
    expect([...first.body.items, ...second.body.items].map(i => i.name)).toEqual(['oddXone', 'odd_one', 'web1', 'web2'])
  })

  it('counts the whole search', async () => expect((await list({ limit: 1, search: 'bulk' })).body).toMatchObject({ total: many }))

  it.each([
    [{ sort: 'colour' }, 'sort', /Sort by one of: name, status/],
    [{ sort: '__proto__' }, 'sort', /./],
    [{ cursor: 'rubbish' }, 'cursor', /nextCursor/],
    [{ cursor: Buffer.from('{"sort":"name","key":5,"id":"x"}').toString('base64url') }, 'cursor', /nextCursor/],
    [{ limit: 0 }, 'limit', null],
    [{ limit: 501 }, 'limit', null],
    [{ limit: 'x' }, 'limit', null],
    [{ offset: -1 }, 'offset', null],
  ])('%j is refused', async (query, field, hint) => {
    const { status, body } = await list(query)
    expect(status).toBe(400)
    expect(body).toMatchObject({ field, ...(hint ? { hint: expect.stringMatching(hint) } : {}) })
  })

  it('makes as many queries for 500 rows as for 5', async () => {
    const queries = vi.spyOn(pg.Client.prototype, 'query')
    await list({ limit: 5 })
    const few = queries.mock.calls.length
    queries.mockClear()
    expect((await list({ limit: 500 })).body.items).toHaveLength(500)
    expect(few).toBeGreaterThan(3)
    expect(queries.mock.calls.length).toBe(few)
    queries.mockRestore()
  })
})

describe('counts beside the rows', () => {
  it('come with clusters, hosts, datacenters, networks and domains', async () => {
    const row = async (path: string) => (await h.call('GET', path, { token })).body.items[0]
    expect(await row('/clusters')).toMatchObject({
      hostCount: 1,
      vmCount: many + 6,
      vmUpCount: many / 2 + 1,
      cpuCount: 8,
      memoryMiB: 16_384,
      largestHost: { cpuCount: 8, memoryMiB: 16_384 },
    })
    expect(await row('/hosts')).toMatchObject({ name: 'h1', cpuModel: 'Test CPU', cpuCount: 8, memoryMiB: 16_384, kvm: false, warnings: 1, vmUpCount: 1668 })
    expect(await row('/datacenters')).toMatchObject({ clusterCount: 1, hostCount: 1, vmCount: many + 6, storageDomainCount: 1, networkCount: 1 })
    expect(await row('/networks')).toMatchObject({ vmCount: 1 })
    expect(await row('/storage-domains')).toMatchObject({ committedMiB: 300, diskCount: 1, capacityMiB: 1000 })
  })

  it('every list can be sorted by each field it offers, in both directions', async () => {
    for (const path of ['/vms', '/hosts', '/clusters', '/datacenters', '/storage-domains', '/networks', '/templates', '/jobs', '/events', '/users']) {
      const { body } = await list({ sort: 'nosuch' }, path)
      const fields = /Sort by one of: ([^;]+);/.exec(String(body.hint))?.[1]?.split(', ') ?? []
      expect(fields.length, path).toBeGreaterThan(1)
      for (const sort of fields.flatMap(f => [f, `-${f}`])) expect((await list({ sort, limit: 2 }, path)).status, `${path} ${sort}`).toBe(200)
    }
  })
})
