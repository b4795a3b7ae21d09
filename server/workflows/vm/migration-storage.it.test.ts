import { randomUUID } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { labWorld } from '@/e2e/lab/engine'
import type { LabWorld } from '@/e2e/lab/engine'
import { attemptInHost, runInHost } from '@/e2e/lab/host/enter'
import type { LabHost } from '@/e2e/lab/lab'
import { vmFrom } from '@/e2e/engine/world'
import { createVmDisk } from '@/server/commands/disk/create'
import { createStorageDomain } from '@/server/commands/storage-domain/create'
import { createVm } from '@/server/commands/vm/create'
import { withAgent } from '@/server/api/agents'
import { migrateVm } from '@/server/commands/vm/migrate'
import { CreateVmDisk } from '@/server/contract/api/disk'
import type { MigrateOptions } from '@/server/contract/api/migration'
import { InitializationInput } from '@/server/contract/initialization'
import { askCancel } from '@/server/store/job/cancel'
import { migrationOf } from '@/server/store/read/migration'

/**
 * Two real hosts whose first storage domain is a folder of each host's own, so that disks travel along; a second one is shared. Cross-checked
 * with virsh and the files of both.
 */
let lab: LabWorld
let id: string
let path: string
let shared: { id: string; path: string }
const limitMs = 240_000

beforeAll(async () => {
  lab = await labWorld(`s${(process.pid % 46_656).toString(36)}`, 2, { separate: true })
  const { world } = lab
  // What it is told at its first boot lies beside its disk, and goes where that goes.
  const initialization = InitializationInput.parse({})
  const created = await createVm(world.context(), vmFrom(world, { name: 'mover', memoryMiB: 192, start: true, initialization }))
  id = created.id
  // A guest boots in seconds, or in minutes where its processor is emulated on a busy machine.
  const booted = () => world.until(async () => ((await row()).runtime as { guest: unknown } | null)?.guest)
  await booted().catch(booted)
  ;({ path } = await root())
  const folder = join(lab.hosts[0]?.lab.shared ?? '', 'second')
  await mkdir(folder)
  const domain = { name: 'shared', description: '', datacenterId: world.ids.datacenter, type: 'posix' as const, path: folder, clusterIds: null, user: { id: randomUUID(), username: 'admin@internal' }, now: new Date() }
  const added = await createStorageDomain(world.db, domain, (host, { id: domainId, path: domainPath }) =>
    withAgent(world.db, host.id, ({ storage }) => storage.ensureDomain({ stepId: randomUUID(), id: domainId, path: domainPath })))
  shared = { id: added, path: folder }
}, limitMs)
afterAll(() => lab?.close(), limitMs)
beforeEach(async () => { await lab.world.until(async () => (await row()).status === 'up' && (await row()).jobId === null) }, limitMs)

const root = () => lab.world.db.disk.findFirstOrThrow({ where: { vmId: id, target: 'vda' } })
const row = () => lab.world.db.vm.findUniqueOrThrow({ where: { id } })
const migrate = async (options: MigrateOptions) => lab.world.jobEnd((await migrateVm(lab.world.context(), { id, ...options })).jobId)
const index = async (): Promise<number> => lab.hostIds.indexOf((await row()).hostId ?? '')
const drivePath = () => join(dirname(path), `${id}-config.iso`)
/** Which of its two images the host has in the first storage domain. */
const imagesOn = async (host: LabHost): Promise<string[]> => (await Promise.all([path, drivePath()].map(async image =>
  ((await attemptInHost(host, ['test', '-e', image])).code === 0 ? [image] : [])))).flat()
const has = async (host: LabHost): Promise<boolean> => (await imagesOn(host)).includes(path)
const basedOn = async (host: LabHost): Promise<string | undefined> =>
  (JSON.parse((await runInHost(host, ['qemu-img', 'info', '-U', '--output=json', '-f', 'qcow2', path])).stdout) as { 'backing-filename'?: string })['backing-filename']

/** One process, on the host that Atrium names. */
async function runsOn(on: number): Promise<LabHost> {
  await lab.world.until(async () => (await row()).status === 'up' && (await row()).jobId === null)
  expect(await index()).toBe(on)
  expect(await lab.seen(id)).toEqual(lab.hosts.map((_, at) => (at === on ? 'running' : null)))
  return lab.hosts[on] as LabHost
}

/** That, and its images in the first storage domain there alone. */
async function runsOnce(on: number): Promise<LabHost> {
  const host = await runsOn(on)
  expect(await Promise.all(lab.hosts.map(imagesOn))).toEqual(lab.hosts.map((_, at) => (at === on ? [path, drivePath()] : [])))
  return host
}

it('does not begin when the disk is not there and nobody asks for a copy', async () => {
  const from = await index()
  const { state, error } = await migrate({})
  expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'NO_HOST' })
  expect(error?.message).toContain('Disk vda is not there')
  await runsOnce(from)
}, limitMs)

it('cancelled on the way, the image at the destination goes again', async () => {
  const from = await index()
  const { jobId } = await migrateVm(lab.world.context(), { id, storage: 'copy', bandwidthMiBps: 4 })
  await lab.world.until(async () => (await lab.world.db.migration.findUnique({ where: { id: jobId } }))?.stats)
  expect(await has(lab.hosts[1 - from] as LabHost)).toBe(true)
  await lab.world.db.$transaction(tx => askCancel(tx, jobId))
  expect((await lab.world.jobEnd(jobId)).state).toBe('cancelled')
  await runsOnce(from)
}, limitMs)

/** Paths of the machine's disks by target as its host's libvirt has them, live and as its next start will be. */
const blocks = async (host: LabHost): Promise<Record<string, string>[]> => Promise.all([[], ['--inactive']].map(async more => {
  const { stdout } = await runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', 'domblklist', id, ...more])
  return Object.fromEntries(stdout.trim().split('\n').map(line => line.trim().split(/ +/)))
}))
const images = (): Promise<string[]> => readdir(join(shared.path, 'images')).then(names => names.sort(), () => [])
const there = (name: string): string => join(shared.path, 'images', name.slice(name.lastIndexOf('/') + 1))

it('only what differs from the template travels, but not away from it to another storage domain; then all of it', async () => {
  const from = await index()
  const before = await root()
  expect(await migrate({ storage: 'incremental' })).toMatchObject({ state: 'succeeded', error: null })
  expect(await basedOn(await runsOnce(1 - from))).toMatch(/templates\/tiny\.qcow2$/)

  const away = await migrate({ storage: 'incremental', destinations: [{ diskId: before.id, storageDomainId: shared.id }] })
  expect(away).toMatchObject({ state: 'failed', error: { code: 'NO_HOST', message: expect.stringContaining('Disk vda is based on a file of the storage domain that it would leave') } })
  await runsOnce(1 - from)
  expect([await root(), await images()]).toEqual([before, []])

  expect(await migrate({ storage: 'copy' })).toMatchObject({ state: 'succeeded', error: null })
  expect(await basedOn(await runsOnce(from))).toBeUndefined()
  expect(await root()).toMatchObject({ path, allocation: 'copy' })
  const last = await lab.world.db.migration.findFirstOrThrow({ where: { vmId: id }, orderBy: { startedAt: 'desc' } })
  expect(migrationOf(last).copied).toHaveLength(1)
}, limitMs)

it('one disk of two is copied, the other stays in the storage that both hosts see', async () => {
  const from = await index()
  const { jobId } = await createVmDisk(lab.world.context(), CreateVmDisk.parse({ id, name: 'data', sizeMiB: 8, storageDomainId: shared.id }))
  expect(await lab.world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  const data = await images()
  expect(await migrate({ storage: 'copy', diskIds: [(await root()).id] })).toMatchObject({ state: 'succeeded', error: null })
  const host = await runsOnce(1 - from)
  expect(await images()).toEqual(data)
  const now = { vda: path, vdb: there(data[0] ?? ''), vdz: drivePath() }
  expect(await blocks(host)).toEqual([now, now])
}, limitMs)

it('a disk goes to another storage domain, and its record with it; cancelled, neither has moved', async () => {
  const from = await index()
  const before = await root()
  const data = await images()
  const destinations = [{ diskId: before.id, storageDomainId: shared.id }]
  const { jobId } = await migrateVm(lab.world.context(), { id, destinations, bandwidthMiBps: 4 })
  await lab.world.until(async () => (await lab.world.db.migration.findUnique({ where: { id: jobId } }))?.stats)
  expect(await images()).toEqual([...data, basename(path), basename(drivePath())].sort())
  await lab.world.db.$transaction(tx => askCancel(tx, jobId))
  expect((await lab.world.jobEnd(jobId)).state).toBe('cancelled')
  await runsOnce(from)
  expect(await root()).toMatchObject({ path, storageDomainId: before.storageDomainId })
  expect(await images()).toEqual(data)

  expect(await migrate({ destinations })).toMatchObject({ state: 'succeeded', error: null })
  const host = await runsOn(1 - from)
  expect(await Promise.all(lab.hosts.map(imagesOn))).toEqual([[], []])
  expect(await root()).toMatchObject({ path: there(path), storageDomainId: shared.id, allocation: 'copy' })
  const moved = { vda: there(path), vdz: there(drivePath()) }
  expect(await blocks(host)).toMatchObject([moved, moved])
}, limitMs)

it('then both hosts see it, and it moves without a copy; back to the first domain it is copied again', async () => {
  const from = await index()
  expect(await migrate({})).toMatchObject({ state: 'succeeded', error: null })
  const { storageDomain } = lab.world.ids
  expect(await migrate({ destinations: [{ diskId: (await root()).id, storageDomainId: storageDomain }] })).toMatchObject({ state: 'succeeded', error: null })
  await runsOnce(from)
  expect(await root()).toMatchObject({ path, storageDomainId: storageDomain })
  await expect(migrate({ destinations: [{ diskId: (await root()).id, storageDomainId: storageDomain }] })).rejects.toMatchObject({ detail: { reason: { code: 'disk_there' } } })
}, limitMs)

it('the process at the destination is lost while disks are copied: the machine goes on from its own, and no image is left there', async () => {
  const from = await index()
  const before = await root()
  const { jobId } = await migrateVm(lab.world.context(), { id, storage: 'copy', bandwidthMiBps: 4 })
  await lab.world.until(async () => (await lab.world.db.migration.findUnique({ where: { id: jobId } }))?.stats)
  await runInHost(lab.hosts[1 - from] as LabHost, ['pkill', '--signal', 'KILL', '--full', '[g]uest=mover'])
  expect(await lab.world.jobEnd(jobId)).toMatchObject({ state: 'failed' })
  await runsOnce(from)
  expect(await root()).toEqual(before)
}, limitMs)
