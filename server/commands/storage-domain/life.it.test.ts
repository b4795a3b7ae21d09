import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { seed, type Seeded } from '@/server/api/seed'
import { apiHarness, type ApiHarness } from '@/server/api/testing'
import { AppError } from '@/server/domain/error'
import { observeStorage } from '@/server/store/observation/storage'
import { createDisk } from '../disk/create'
import { activateStorageDomain } from './activate'
import type { AskHost } from './ask'
import { formatStorageDomain } from './format'
import { maintainStorageDomain } from './maintenance'

let h: ApiHarness
let s: Seeded
let user: { id: string; username: string; token: string }
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  user = await h.user('admin', [{ role: 'SuperUser' }])
})
afterAll(() => h.dispose())

const now = () => new Date()
/** A domain of its own, that the host of the seed can use. */
const domain = async (change: object = {}): Promise<{ id: string; name: string }> => {
  const id = randomUUID()
  const data = { id, datacenterId: s.datacenter, name: `d-${id.slice(0, 8)}`, type: 'posix', path: `/srv/${id}`, status: 'active', capacityMiB: 10_000, freeMiB: 5_000, ...change }
  await h.db.storageDomain.create({ data: { ...data, hosts: { create: { hostId: s.host, writable: true } } } })
  return { id, name: data.name }
}
const get = async (id: string) => (await h.call('GET', `/storage-domains/${id}`, { token: user.token })).body
const codes = async (subjectId: string) => (await h.db.event.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })).map(({ code }) => code)
const good: AskHost = async (_, { path }) => ({ path, capacityMiB: 10_000, freeMiB: 5_000, writable: true, error: null })
const disk = (storageDomainId: string, sizeMiB = 16) => createDisk({ db: h.db, user, now: now(), newId: randomUUID }, {
  name: 'new', sizeMiB, format: 'qcow2', allocation: 'thin', bus: 'virtio', options: {}, storageDomainId,
})

describe('maintenance', () => {
  it('is refused with the names of machines that run and of disks that are worked on, as the button says', async () => {
    expect((await get(s.storageDomain))['actions']).toMatchObject({ maintenance: { allowed: false, reason: { code: 'domain_machines_run', params: { names: 'web2' } } } })
    expect(await h.call('POST', `/storage-domains/${s.storageDomain}/maintenance`, { token: user.token })).toMatchObject({
      status: 409, body: { code: 'IN_USE', detail: 'Machines with disks on local run: web2.', subject: { name: 'local' } },
    })
    const { id } = await domain()
    await disk(id)
    expect(await h.call('POST', `/storage-domains/${id}/maintenance`, { token: user.token })).toMatchObject({ status: 409, body: { code: 'LOCKED', reason: { code: 'domain_disks_busy', params: { names: 'new' } } } })
    expect(await get(id)).toMatchObject({ status: 'active' })
  })

  it('is refused while a machine runs with a CD of it', async () => {
    const { id } = await domain({ path: '/srv/cds' })
    await h.db.vm.update({ where: { id: s.running }, data: { hardware: { cdroms: [{ id: randomUUID(), target: 'sda', bus: 'sata', path: '/srv/cds/iso/a.iso' }] } } })
    await expect(maintainStorageDomain(h.db, { id, user })).rejects.toMatchObject({ code: 'IN_USE', detail: { reason: { params: { names: 'web2' } } } })
    await h.db.vm.update({ where: { id: s.running }, data: { hardware: {} } })
    await maintainStorageDomain(h.db, { id, user })
  })

  it('makes hosts let go; no disk is made on it; active again, the hosts are asked first', async () => {
    const { id, name } = await domain()
    expect((await h.call('POST', `/storage-domains/${id}/maintenance`, { token: user.token })).body).toMatchObject({ status: 'maintenance', hosts: [{ writable: false }] })
    expect(await h.db.hostRemoval.findMany({ where: { objectId: id } })).toMatchObject([{ hostId: s.host, kind: 'storage-domain' }])
    // What a host says of it now counts no more.
    await observeStorage(h.db, s.host, [{ path: `/srv/${id}`, capacityMiB: 1, freeMiB: 1, writable: true, error: null }], now())
    expect(await get(id)).toMatchObject({ status: 'maintenance', capacityMiB: 10_000, actions: { maintenance: { allowed: false, reason: { code: 'domain_status' } }, activate: { allowed: true } } })
    await expect(disk(id)).rejects.toMatchObject({ code: 'WRONG_STATE', message: `Storage domain ${name} is maintenance.`, detail: { field: 'storageDomainId' } })

    const refusing = activateStorageDomain(h.db, { id, user, now: now() }, async () => Promise.reject(new AppError('FORBIDDEN', 'It is a file.')))
    await expect(refusing).rejects.toMatchObject({ code: 'WRONG_STATE', message: `No host can use storage domain ${name}. h1: It is a file.` })
    expect(await get(id)).toMatchObject({ status: 'maintenance' })
    await activateStorageDomain(h.db, { id, user, now: now() }, good)
    expect(await get(id)).toMatchObject({ status: 'active', hosts: [{ writable: true, error: null }] })
    expect(await h.db.hostRemoval.count({ where: { objectId: id } })).toBe(0)
    expect(await codes(id)).toEqual(['storage-domain.maintenance', 'storage-domain.activated'])
  })
})

describe('format', () => {
  it('wants maintenance, no machine, and the name; then what lies there goes with the record', async () => {
    const { id, name } = await domain()
    const wipe = vi.fn(async () => undefined)
    const format = (typed = name) => formatStorageDomain(h.db, { id, name: typed, user }, wipe)
    await expect(format()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await maintainStorageDomain(h.db, { id, user })
    await expect(format('other')).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'name' } })
    const held = await h.db.disk.create({ data: { storageDomainId: id, name: 'held', path: `/srv/${id}/images/a`, format: 'raw', sizeMiB: 1, vmId: s.vm } })
    await expect(format()).rejects.toMatchObject({ code: 'IN_USE', detail: { reason: { code: 'domain_has_machines', params: { names: 'web1' } } } })
    await h.db.disk.update({ where: { id: held.id }, data: { vmId: null } })
    expect(wipe).not.toHaveBeenCalled()
    wipe.mockRejectedValueOnce(new AppError('IN_USE', 'Machine “x” of this host has a disk there.'))
    await expect(format()).rejects.toMatchObject({ code: 'IN_USE' })
    expect(await get(id)).toMatchObject({ status: 'maintenance', diskCount: 1 })
    await format()
    expect(wipe).toHaveBeenLastCalledWith(s.host, expect.objectContaining({ id, path: `/srv/${id}` }))
    expect([await h.db.storageDomain.count({ where: { id } }), await h.db.disk.count({ where: { storageDomainId: id } })]).toEqual([0, 0])
    expect((await codes(id)).at(-1)).toBe('storage-domain.formatted')
  })
})

describe('space', () => {
  const seen = (id: string, freeMiB: number, error: string | null = null) =>
    h.db.$transaction(tx => observeStorage(tx, s.host, [{ path: `/srv/${id}`, capacityMiB: error ? 0 : 10_000, freeMiB, writable: error === null, error }], now()))

  it('is told once when it becomes low, blocks new disks below its threshold, and is told when there is enough', async () => {
    const { id, name } = await domain()
    for (const freeMiB of [900, 800, 1_050]) await seen(id, freeMiB)
    expect(await codes(id)).toEqual(['storage-domain.low_space'])
    expect(await get(id)).toMatchObject({ space: 'enough', blockingMiB: 500 })
    await seen(id, 400)
    expect(await get(id)).toMatchObject({ space: 'blocked' })
    await expect(disk(id)).rejects.toMatchObject({ code: 'WRONG_STATE', message: `Storage domain ${name} has 400 MiB left and takes no new disks below 500 MiB.` })
    await seen(id, 5_000)
    expect(await codes(id)).toEqual(['storage-domain.low_space', 'storage-domain.enough_space'])
    await disk(id)
  })

  it('has thresholds and a limit of over-commitment that can be set', async () => {
    const { id } = await domain()
    const put = (body: object) => h.call('PUT', `/storage-domains/${id}/space`, { token: user.token, body })
    expect(await put({ warningFreePercent: 101, blockingFreeMiB: null, overcommitPercent: null })).toMatchObject({ status: 400 })
    expect((await put({ warningFreePercent: 60, blockingFreeMiB: 100, overcommitPercent: 150 })).body).toMatchObject({ space: 'low', blockingMiB: 100, limits: { overcommitPercent: 150 } })
    expect(await codes(id)).toEqual(['storage-domain.low_space', 'storage-domain.space_set'])
    await disk(id, 15_000)
    await expect(disk(id, 1)).rejects.toMatchObject({ detail: { reason: { code: 'domain_overcommitted', params: { mostMiB: 15_000 } } } })
  })

  it('is kept a row a minute', async () => {
    const { id } = await domain()
    for (const freeMiB of [5_000, 4_990]) await seen(id, freeMiB)
    const { items } = (await h.call('GET', `/storage-domains/${id}/samples?minutes=60`, { token: user.token })).body
    expect(items.length).toBeGreaterThan(0)
    expect(items[0]).toMatchObject({ capacityMiB: 10_000, usedMiB: 5_000, committedMiB: 0 })
  })

  it('tells when the last host fails, why, and when it is back', async () => {
    const { id, name } = await domain()
    await seen(id, 0, 'The storage does not answer.')
    expect(await h.db.event.findFirst({ where: { subjectId: id } })).toMatchObject({
      severity: 'error', code: 'storage-domain.inactive', message: `No host can use storage domain ${name}. It is tried again every 5 minutes. h1: The storage does not answer.`,
    })
    expect(await get(id)).toMatchObject({ status: 'inactive', hosts: [{ status: 'up', error: 'The storage does not answer.' }] })
    await seen(id, 5_000)
    expect(await codes(id)).toEqual(['storage-domain.inactive', 'storage-domain.active'])
  })
})
