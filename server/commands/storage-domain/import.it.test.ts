import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import type { Register } from '@/server/contract/api/storage-import'
import type { z } from 'zod'
import { createDisk } from '@/server/commands/disk/create'
import { createVm } from '@/server/commands/vm/create'
import { setVmProperties } from '@/server/commands/vm/set-properties'
import { startVm } from '@/server/commands/vm/start'
import { metadataFile } from '@/server/domain/storage-domain/metadata'
import { metadataOf } from '@/server/hosts/simulated/metadata'
import type { AskHost } from './ask'
import { attachStorageDomain } from './attach'
import { createStorageDomain } from './create'
import { destroyStorageDomain, detachStorageDomain } from './detach'
import { listUnregistered } from './found'
import { maintainStorageDomain } from './maintenance'
import { probeStorage } from './probe'
import { registerFound } from './register'

/** Two managers, each with a host of its own; both hosts see one folder. An engine is one of its process: they work by turns. */
let [first, second]: World[] = []
const user = { id: randomUUID(), username: 'root' }
const path = '/shared'
beforeAll(async () => {
  first = await createWorld()
  second = await createWorld({ folder: first.folder, storagePath: '/other' })
  await first.start()
})
afterAll(async () => {
  await Promise.all([first?.close(), second?.close()])
})

const worlds = (): [World, World] => (first && second ? [first, second] : expect.fail('there are no worlds'))
const clientOf = (world: World, hostId: string) => world.agentOf(hostId).connect({ host: { id: hostId, name: 'h' } }).client
const ask = (world: World): AskHost => (host, { id, path: folder, takeOver = false }) =>
  clientOf(world, host.id).storage.ensureDomain({ stepId: randomUUID(), id, path: folder, owner: world.instanceId, takeOver })
const probe = (world: World) => probeStorage(world.db, { datacenterId: world.ids.datacenter, clusterIds: null, path, instanceId: world.instanceId }, (hostId, folder) => clientOf(world, hostId).storage.look({ path: folder }))
const read = (world: World) => async (hostId: string, folder: string) => (await clientOf(world, hostId).storage.readMetadata({ path: folder })).files
const add = (world: World, name: string, existing: { id: string; takeOver: boolean } | null = null) => createStorageDomain(
  world.db, { name, description: '', datacenterId: world.ids.datacenter, type: 'posix', path, clusterIds: null, existing, user, now: new Date() }, ask(world),
)
const register = (world: World, wish: Partial<z.output<typeof Register>> & { id: string }) => registerFound(world.context(), { clusterId: world.ids.cluster, vms: [], disks: [], templates: [], ...wish }, {
  read: read(world),
  inspect: (hostId, image) => clientOf(world, hostId).disk.inspect({ ...image, check: false }),
  drop: ({ id, path: folder, hostId }, remove) => clientOf(world, hostId).storage.writeMetadata({ stepId: randomUUID(), id, path: folder, owner: world.instanceId, put: [], remove: [...remove] }),
})
const files = () => [...metadataOf(worlds()[0].folder).keys()].filter(file => file.startsWith(`${path}/`))
const domainOf = (world: World, id: string) => world.db.storageDomain.findUniqueOrThrow({ where: { id } })

describe('a storage domain that moves to a fresh manager', () => {
  let [id, vmId, diskId, mac]: string[] = []

  it('tells of its machine, and is refused by another manager while it belongs to this one', async () => {
    const [world, other] = worlds()
    id = await add(world, '共享 1')
    const wish = { ...vmFrom(world, { blank: true, name: 'moves' }), storageDomainId: id, diskSizeMiB: 16 }
    const made = await createVm(world.context(), wish)
    vmId = made.id
    expect(await world.jobEnd(made.jobId)).toMatchObject({ state: 'succeeded' })
    await setVmProperties(world.context(), { id: vmId, comment: 'keep me', tags: ['blue'] })
    const floating = await createDisk(world.context(), { name: 'floats', sizeMiB: 16, format: 'qcow2', allocation: 'thin', bus: 'virtio', options: {}, storageDomainId: id })
    diskId = floating.id
    await world.jobEnd(floating.jobId)
    mac = (await world.db.nic.findFirstOrThrow({ where: { vmId } })).mac
    await world.until(async () => files().includes(`${path}/metadata/${metadataFile('vm', vmId ?? '')}`) && files().some(file => file.includes(diskId ?? '-')))
    await other.db.host.updateMany({ data: { status: 'up' } })
    expect(await probe(other)).toMatchObject({ hosts: [{ usable: true, text: '' }], existing: { id, name: '共享 1', owner: 'other', known: null, vmCount: 1, diskCount: 1 } })
    await expect(add(other, 'stolen')).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'metadata_other' } } })
    await expect(add(other, 'stolen', { id, takeOver: false })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'metadata_foreign' } } })
    expect(await other.db.storageDomain.count()).toBe(1)
  })

  it('leaves with its machine: no host has it any more', async () => {
    const [world] = worlds()
    await maintainStorageDomain(world.db, { id: id!, user })
    const { jobId } = await detachStorageDomain(world.context(), { id: id! })
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    expect(await domainOf(world, id!)).toMatchObject({ status: 'unattached', datacenterId: null })
    expect([await world.db.vm.count({ where: { id: vmId! } }), await world.db.disk.count({ where: { storageDomainId: id! } })]).toEqual([0, 0])
    expect(world.agents.flatMap(agent => agent.state().machines)).toEqual([])
    expect(files()).toHaveLength(3)
    await world.stopEngine()
  })

  it('is imported, and its machine is registered as it was, and starts', async () => {
    const [, other] = worlds()
    await other.start()
    expect(await probe(other)).toMatchObject({ existing: { owner: 'none' } })
    expect(await add(other, 'imported', { id: id!, takeOver: false })).toBe(id)
    const found = await listUnregistered(other.db, id!, read(other))
    expect(found).toMatchObject({ vms: [{ id: vmId, name: 'moves', newId: false, nameTaken: false, problem: null }], disks: [{ id: diskId, name: 'floats' }], problems: [] })
    expect((await register(other, { id: id!, vms: [{ id: vmId! }], disks: [diskId!] })).items).toEqual([
      { kind: 'vm', id: vmId, name: 'moves', registeredId: vmId, problem: null }, { kind: 'disk', id: diskId, name: 'floats', registeredId: diskId, problem: null },
    ])
    const vm = await other.db.vm.findUniqueOrThrow({ where: { id: vmId! }, include: { nics: true, disks: true, tags: { include: { tag: true } } } })
    expect(vm).toMatchObject({ comment: 'keep me', nics: [{ mac, networkId: other.ids.network }], disks: [{ sizeMiB: 16, storageDomainId: id }], tags: [{ tag: { name: 'blue' } }] })
    expect(await listUnregistered(other.db, id!, read(other))).toMatchObject({ vms: [], disks: [] })
    expect(await register(other, { id: id!, vms: [{ id: vmId! }] })).toMatchObject({ items: [{ registeredId: null, problem: { code: 'NOT_FOUND' } }] })
    const { jobId } = await startVm(other.context(), { id: vmId! })
    expect(await other.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  })

  it('that its first manager is refused now, and what is taken there gets new ids and addresses', async () => {
    const [world, other] = worlds()
    const attach = () => attachStorageDomain(world.db, { id: id!, datacenterId: world.ids.datacenter, clusterIds: null, user, now: new Date() }, ask(world))
    await other.until(async () => (await probe(world)).existing?.owner === 'other')
    await expect(attach()).rejects.toMatchObject({ detail: { reason: { code: 'metadata_foreign' } } })

    // The other manager is gone for good; meanwhile this one has a machine with the same id, name and address.
    await other.stopEngine()
    const metadata = metadataOf(world.folder)
    const own = `${path}/metadata/domain.json`
    await world.db.storageDomain.delete({ where: { id: id! } })
    await world.db.vm.create({ data: { id: vmId!, clusterId: world.ids.cluster, name: 'moves', memoryMiB: 64, vcpus: 1, nics: { create: { mac: mac! } } } })
    expect(await add(world, 'taken over', { id: id!, takeOver: true })).toBe(id)
    expect(metadata.get(own)).toContain(world.instanceId)
    expect(await listUnregistered(world.db, id!, read(world))).toMatchObject({ vms: [{ newId: true, nameTaken: true }] })
    expect(await register(world, { id: id!, vms: [{ id: vmId! }] })).toMatchObject({ items: [{ registeredId: null, problem: { code: 'DUPLICATE', reason: { code: 'name_taken' } } }] })
    const [item] = (await register(world, { id: id!, vms: [{ id: vmId!, name: 'moves-2' }] })).items
    expect(item).toMatchObject({ problem: null, registeredId: expect.not.stringContaining(vmId!) })
    const moved = await world.db.vm.findUniqueOrThrow({ where: { id: item?.registeredId ?? '' }, include: { nics: true, disks: true } })
    expect(moved).toMatchObject({ name: 'moves-2', comment: 'keep me', disks: [{ path: expect.stringContaining(`${path}/images/`) }] })
    expect(moved.nics[0]?.mac).not.toBe(mac)
    expect(files()).not.toContain(`${path}/metadata/${metadataFile('vm', vmId!)}`)
    expect((await listUnregistered(world.db, id!, read(world))).vms).toEqual([])
  })

  it('keeps out what is damaged or leans on a file of the host, and says which', async () => {
    const [world] = worlds()
    const metadata = metadataOf(world.folder)
    const broken = `${path}/metadata/${metadataFile('vm', randomUUID())}`
    metadata.set(broken, 'rubbish')
    expect((await listUnregistered(world.db, id!, read(world))).problems).toMatchObject([{ code: 'metadata_damaged' }])
    metadata.delete(broken)
    const image = [...world.folder].find(([file]) => file.startsWith(`${path}/images/`) && file.includes(diskId!))
    image![1].backing = '/etc/shadow'
    expect(await register(world, { id: id!, disks: [diskId!] })).toMatchObject({ items: [{ registeredId: null, problem: { code: 'BAD_INPUT', reason: { code: 'register_backing', params: { backing: '/etc/shadow' } } } }] })
  })

  it('is destroyed without a word to the storage', async () => {
    const [world] = worlds()
    await world.start()
    const images = () => [...world.folder.keys()].filter(file => file.startsWith(`${path}/images/`))
    const before = images()
    await maintainStorageDomain(world.db, { id: id!, user })
    await expect(destroyStorageDomain(world.context(), { id: id!, name: 'other' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    const { jobId } = await destroyStorageDomain(world.context(), { id: id!, name: 'taken over' })
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded' })
    expect(await world.db.storageDomain.count({ where: { id: id! } })).toBe(0)
    expect(await world.db.vm.count({ where: { name: 'moves-2' } })).toBe(0)
    expect(images()).toEqual(before)
  })
})
