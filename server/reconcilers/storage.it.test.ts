import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { removeVm } from '@/server/commands/vm/remove'
import { setVmProperties } from '@/server/commands/vm/set-properties'
import { maintainStorageDomain } from '@/server/commands/storage-domain/maintenance'
import { activateStorageDomain } from '@/server/commands/storage-domain/activate'
import { decodeMetadata, encodeMetadata, metadataFile } from '@/server/domain/storage-domain/metadata'
import { AppError } from '@/server/domain/error'
import { metadataOf } from '@/server/hosts/simulated/metadata'

/** Two hosts, one folder. */
let world: World
const user = { id: crypto.randomUUID(), username: 'root' }
beforeAll(async () => {
  process.env.ATRIUM_STORAGE_RETRY_MS = '200'
  world = await createWorld({ hosts: 2 })
  await world.start()
})
afterAll(async () => {
  delete process.env.ATRIUM_STORAGE_RETRY_MS
  await world.close()
})

const broken = (why: string) => new AppError('FORBIDDEN', why)
const domain = () => world.db.storageDomain.findUniqueOrThrow({ where: { id: world.ids.storageDomain } })
const codes = async () => (await world.db.event.findMany({ where: { subjectId: world.ids.storageDomain }, orderBy: { id: 'asc' } })).map(({ code }) => code)
const sample = (at: number, errors: (string | null)[]) => world.agents.forEach((agent, i) => agent.tell({
  type: 'stats', vms: [],
  host: { at, cpuPercent: 1, memoryUsedMiB: 1, swapUsedMiB: 0, loadAverage: 0, netRxBps: 0, netTxBps: 0, diskReadBps: 0, diskWriteBps: 0 },
  storage: [{ path: '/data', capacityMiB: 100_000, freeMiB: 50_000, writable: errors[i] === null, error: errors[i] ?? null }],
}))
const files = () => metadataOf(world.folder)
const vmFile = (id: string) => `/data/metadata/${metadataFile('vm', id)}`
const decoded = (id: string) => decodeMetadata('vm', 'vm', files().get(vmFile(id)) ?? '').body

describe('a storage domain', () => {
  it('is inactive only when all hosts fail, is tried again, and is active by itself, with events', async () => {
    const at = Date.now()
    // Each attempt to bring it back fails until the storage is there again.
    const fail = (times: number) => world.agents.forEach(agent => agent.faults.fail('storage.ensureDomain', broken('The server is away.'), times))
    fail(1_000)
    sample(at, ['The storage does not answer.', null])
    await world.until(async () => (await domain()).status === 'partly_active')
    sample(at + 1, ['The storage does not answer.', 'The storage does not answer.'])
    await world.until(async () => (await domain()).status === 'inactive')
    await world.until(() => world.db.storageDomainHost.findFirst({ where: { error: 'The server is away.' } }))
    for (const agent of world.agents) agent.faults.clear()
    await world.until(async () => (await domain()).status === 'active')
    expect((await codes()).filter(code => /\.(active|inactive)$/.test(code))).toEqual(['storage-domain.inactive', 'storage-domain.active'])
    expect(await codes()).toContain('storage-domain.partly_active')
  })

  it('in maintenance is let go of by the hosts, and taken up again', async () => {
    const { ids, db, agents } = world
    await maintainStorageDomain(db, { id: ids.storageDomain, user })
    await world.until(async () => agents.every(agent => agent.state().storage.length === 0) && (await db.hostRemoval.count()) === 0)
    expect(await domain()).toMatchObject({ status: 'maintenance' })
    await activateStorageDomain(db, { id: ids.storageDomain, user, now: new Date() }, async (host, { id, path }) => {
      const client = world.agentOf(host.id).connect({ host: { id: host.id, name: host.name } }).client
      return client.storage.ensureDomain({ stepId: `test:${host.id}`, id, path })
    })
    expect(await domain()).toMatchObject({ status: 'active' })
    expect(agents.map(agent => agent.state().storage)).toEqual([['/data'], ['/data']])
  })
})

describe('what it says of itself', () => {
  it('tells of the domain, its template and each machine with its disks, as they are now', async () => {
    const id = await world.vm({ name: 'told' })
    await world.until(async () => decoded(id)?.disks[0])
    expect(decoded(id)).toMatchObject({ name: 'told', cluster: 'cluster1', disks: [{ file: expect.stringMatching(/^images\//), templateId: world.ids.template }], nics: [{ network: 'default' }] })
    expect(decodeMetadata('domain', 'domain.json', files().get('/data/metadata/domain.json') ?? '').body).toMatchObject({ id: world.ids.storageDomain, name: 'data', owner: world.instanceId })
    expect(decodeMetadata('template', 't', files().get(`/data/metadata/${metadataFile('template', world.ids.template)}`) ?? '').body).toMatchObject({ file: 'templates/tiny.qcow2' })
    await setVmProperties(world.context(), { id, comment: 'changed' })
    await world.until(async () => decoded(id)?.comment === 'changed')
    await world.jobEnd((await removeVm(world.context(), { id })).jobId)
    await world.until(async () => !files().has(vmFile(id)))
  })

  it('is behind while the domain rests, and made up for afterwards', async () => {
    const id = await world.vm()
    await world.until(async () => decoded(id))
    await world.db.storageDomain.update({ where: { id: world.ids.storageDomain }, data: { status: 'inactive' } })
    await setVmProperties(world.context(), { id, comment: 'meanwhile' })
    await world.db.storageDomain.update({ where: { id: world.ids.storageDomain }, data: { status: 'active' } })
    await world.db.change.create({ data: { topic: 'storage-domains', objectId: world.ids.storageDomain } })
    await world.until(async () => decoded(id)?.comment === 'meanwhile')
  })

  it('another manager’s is not written over: the domain says why', async () => {
    const own = files().get('/data/metadata/domain.json') ?? ''
    const body = decodeMetadata('domain', 'domain.json', own).body
    files().set('/data/metadata/domain.json', encodeMetadata('domain', { ...body!, owner: crypto.randomUUID() }))
    const id = await world.vm()
    await world.until(async () => (await domain()).metadataError?.includes('belongs to another manager'))
    expect(files().has(vmFile(id))).toBe(false)
    expect(await codes()).toContain('storage-domain.metadata_failed')
    files().set('/data/metadata/domain.json', own)
    await world.db.change.create({ data: { topic: 'storage-domains', objectId: world.ids.storageDomain } })
    await world.until(async () => (await domain()).metadataError === null && files().has(vmFile(id)))
  })
})
