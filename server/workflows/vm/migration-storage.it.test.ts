import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { labWorld } from '@/e2e/lab/engine'
import type { LabWorld } from '@/e2e/lab/engine'
import { attemptInHost, runInHost } from '@/e2e/lab/host/enter'
import type { LabHost } from '@/e2e/lab/lab'
import { vmFrom } from '@/e2e/engine/world'
import { createVm } from '@/server/commands/vm/create'
import { migrateVm } from '@/server/commands/vm/migrate'
import type { MigrateOptions } from '@/server/contract/api/migration'
import { askCancel } from '@/server/store/job/cancel'
import { migrationOf } from '@/server/store/read/migration'

/** Two real hosts that share no storage: the disks travel along. Cross-checked with virsh and the files of both. */
let lab: LabWorld
let id: string
let path: string
const limitMs = 240_000

beforeAll(async () => {
  lab = await labWorld(`s${(process.pid % 46_656).toString(36)}`, 2, { separate: true })
  const { world } = lab
  const created = await createVm(world.context(), vmFrom(world, { name: 'mover', memoryMiB: 192, start: true }))
  id = created.id
  // A guest boots in seconds, or in minutes where its processor is emulated on a busy machine.
  const booted = () => world.until(async () => ((await row()).runtime as { guest: unknown } | null)?.guest)
  await booted().catch(booted)
  ;({ path } = await world.db.disk.findFirstOrThrow({ where: { vmId: id } }))
}, limitMs)
afterAll(() => lab?.close(), limitMs)
beforeEach(async () => { await lab.world.until(async () => (await row()).status === 'up' && (await row()).jobId === null) }, limitMs)

const row = () => lab.world.db.vm.findUniqueOrThrow({ where: { id } })
const migrate = async (options: MigrateOptions) => lab.world.jobEnd((await migrateVm(lab.world.context(), { id, ...options })).jobId)
const index = async (): Promise<number> => lab.hostIds.indexOf((await row()).hostId ?? '')
const has = async (host: LabHost): Promise<boolean> => (await attemptInHost(host, ['test', '-e', path])).code === 0
const basedOn = async (host: LabHost): Promise<string | undefined> =>
  (JSON.parse((await runInHost(host, ['qemu-img', 'info', '-U', '--output=json', '-f', 'qcow2', path])).stdout) as { 'backing-filename'?: string })['backing-filename']

/** One process, on the host that Atrium names, and the image there alone. */
async function runsOnce(on: number): Promise<LabHost> {
  await lab.world.until(async () => (await row()).status === 'up' && (await row()).jobId === null)
  expect(await index()).toBe(on)
  expect(await lab.seen(id)).toEqual(lab.hosts.map((_, at) => (at === on ? 'running' : null)))
  expect(await Promise.all(lab.hosts.map(has))).toEqual(lab.hosts.map((_, at) => at === on))
  return lab.hosts[on] as LabHost
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

it('only what differs from the template travels, then all of it; the image that was left goes', async () => {
  const from = await index()
  expect(await migrate({ storage: 'incremental' })).toMatchObject({ state: 'succeeded', error: null })
  expect(await basedOn(await runsOnce(1 - from))).toMatch(/templates\/tiny\.qcow2$/)

  expect(await migrate({ storage: 'copy' })).toMatchObject({ state: 'succeeded', error: null })
  expect(await basedOn(await runsOnce(from))).toBeUndefined()
  expect(await lab.world.db.disk.findFirst({ where: { vmId: id } })).toMatchObject({ allocation: 'copy' })
  const last = await lab.world.db.migration.findFirstOrThrow({ where: { vmId: id }, orderBy: { startedAt: 'desc' } })
  expect(migrationOf(last).copied).toHaveLength(1)
}, limitMs)
