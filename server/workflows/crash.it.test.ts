import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildEngine, spawnEngine } from '@/e2e/engine/process'
import type { EngineProcess } from '@/e2e/engine/process'
import { everything, settled } from '@/e2e/engine/scenarios'
import { createWorld, superUser, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { BulkWish } from '@/server/contract/api/bulk'
import { InitializationInput } from '@/server/contract/initialization'
import { bulkVms } from '@/server/commands/vm/bulk'
import { cloneVm } from '@/server/commands/vm/clone'
import { createVm } from '@/server/commands/vm/create'
import { createVmDisk } from '@/server/commands/disk/create'
import { moveDisk } from '@/server/commands/disk/move'
import { removeDisk } from '@/server/commands/disk/remove'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { bulkItems } from '@/server/store/job/bulk'
import { diskCreate } from './disk/create'
import { applyVm } from '@/server/commands/vm/apply'
import { updateVm } from '@/server/commands/vm/update'
import { vmApply } from './vm/apply'
import { vmCreate } from './vm/create'
import { importWeb } from '@/e2e/engine/imports'
import { vmImport } from './vm/import'
import { vmStart } from './vm/start'

/** Engines as processes, killed with -9 at every step; simulated hosts over real TLS in this process; a real PostgreSQL. */
let world: World
let program: { path: string; remove: () => Promise<void> }
const running = new Set<EngineProcess>()

const ready = async (): Promise<EngineProcess> => {
  const one = spawnEngine(program.path, world)
  running.add(one)
  await one.said('ready')
  await world.until(
    async () => (await world.db.storageDomainHost.count({ where: { writable: true } })) === 2 && (await world.db.host.count({ where: { status: 'up' } })) === 2,
  )
  return one
}
/** The one engine that runs: after a kill its successor, which serves the next test too. */
let current: EngineProcess
/** Lets the job of `command` come to that moment, kills the engine there, and starts the next one. */
const killedAt = async <T>(moment: string, command: () => Promise<T>): Promise<T> => {
  await current.tell(`hold ${moment}`)
  const result = await command()
  await current.said('held')
  await current.kill()
  running.delete(current)
  current = await ready()
  return result
}
const killAll = async (): Promise<void> => {
  await Promise.all([...running].map(one => one.kill()))
  running.clear()
}
const machinesOf = (id: string) => world.agents.flatMap(agent => agent.state().machines.filter(({ spec }) => spec.id === id))

const open = async (): Promise<void> => {
  world = await createWorld({ hosts: 2, served: true })
  current = await ready()
}

beforeAll(async () => {
  program = await buildEngine()
  await open()
})
// The engine of a test that failed may be held for ever, and each next test would wait for it.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await killAll()
  await world.close()
  await open()
})
afterAll(async () => {
  await killAll()
  await program.remove()
  await world.close()
})

const limitMs = 120_000
const moments = (steps: readonly { name: string }[]) => steps.flatMap(({ name }) => (['before', 'after'] as const).map(phase => [phase, name] as const))

describe('kill -9 in the middle of a start', () => {
  // A machine that stays where it is has no old definition.
  it.each(
    moments(vmStart.steps.filter(({ name }) => name !== 'remove the old definition' && name !== 'drop old changes')),
  )('%s “%s”: the next engine finishes it, and one machine runs', async (phase, step) => {
    const id = await world.vm()
    const stateless = step === 'lay overlays on the disks'
    const { jobId } = await killedAt(`vm.start do ${phase} ${step}`, () => startVm(world.context(), { id, stateless }))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    await settled(world)
    expect(machinesOf(id).map(({ state }) => state)).toEqual(['running'])
    expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'up', jobId: null, statelessRun: stateless })
    if (!stateless) return
    await world.jobEnd((await poweroffVm(world.context(), { id })).jobId)
    await world.until(async () => !(await world.db.vm.findUniqueOrThrow({ where: { id } })).statelessRun)
    expect([...world.folder.keys()].filter(path => path.includes('stateless'))).toEqual([])
  }, limitMs)
})

describe('kill -9 in the middle of a creation', () => {
  const others: string[] = []
  const told = { input: { initialization: InitializationInput.parse({}) }, files: ['config.iso'] }
  /** What the steps that not every machine needs are there for, and what they leave beside the disks. */
  const wishes: Record<string, { input: Parameters<typeof vmFrom>[1]; files: string[] }> = {
    'write the config drive': told,
    'forget the password': told,
    'fetch the installer': { input: { source: { type: 'tree', url: 'http://tree.example/os', kickstart: null, arguments: '' } }, files: ['kernel', 'initrd'] },
  }
  it.each(moments(vmCreate.steps.filter(({ name }) => name !== 'queue the start')))('%s “%s”: the next engine finishes it', async (phase, step) => {
    const { input, files } = wishes[step] ?? { input: {}, files: [] }
    const { id, jobId } = await killedAt(`vm.create do ${phase} ${step}`, () => createVm(world.context(), vmFrom(world, input)))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    await settled(world)
    expect(machinesOf(id).map(({ state }) => state)).toEqual(['down'])
    const disks = await world.db.disk.findMany()
    others.push(...files.map(file => `/data/images/${id}-${file}`))
    expect([...world.folder.keys()].filter(path => path.includes('/images/')).sort()).toEqual([...disks.map(({ path }) => path), ...others].sort())
  }, limitMs)

  it('queues the start once', async () => {
    const { id, jobId } = await killedAt('vm.create do after queue the start', () => createVm(world.context(), vmFrom(world, { start: true })))
    await world.jobEnd(jobId)
    await settled(world)
    expect(await world.db.job.count({ where: { subjectId: id, kind: 'vm.start' } })).toBe(1)
    expect(machinesOf(id).map(({ state }) => state)).toEqual(['running'])
  }, limitMs)

  it.each(['choose a host', 'create the disks', 'define the machine'])('while “%s” is undone: the next engine goes on undoing', async step => {
    await settled(world)
    const before = await everything(world)
    await current.tell('fail vm.create define the machine')
    const { jobId } = await killedAt(`vm.create undo after ${step}`, () => createVm(world.context(), vmFrom(world, {})))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed', error: { message: 'the test asks for it' } })
    await settled(world)
    expect(await everything(world)).toEqual(before)
  }, limitMs)
})

describe('kill -9 in the middle of giving a disk, and of deleting it', () => {
  const images = () => [...world.folder.keys()].filter(path => path.includes('/images/'))
  it.each(diskCreate.steps.slice(1).map(({ name }) => name))('after “%s”: the machine has the disk, once', async step => {
    const id = await world.vm()
    const wish = { id, name: 'second', sizeMiB: 16, format: 'qcow2', allocation: 'thin', bus: 'virtio', options: {} } as const
    const { id: diskId, jobId } = await killedAt(`disk.create do after ${step}`, () => createVmDisk(world.context(), wish))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    const disk = await world.db.disk.findUniqueOrThrow({ where: { id: diskId } })
    expect(disk).toMatchObject({ vmId: id, target: 'vdb', jobId: null })
    expect(machinesOf(id).flatMap(({ spec }) => spec.disks.map(each => each.target))).toEqual(['vda', 'vdb'])
    expect(images()).toContain(disk.path)
  }, limitMs)

  it.each([
    ['disk.move', 'after', 'use the copy', false], ['disk.move', 'after', 'remove the old image', false],
    ['disk.move_live', 'after', 'copy it while the machine runs', true], ['disk.move_live', 'after', 'switch over', true],
  ] as const)('%s %s “%s”: the machine has one image, which is whole', async (kind, phase, step, start) => {
    const vmId = await world.vm({ start })
    const { id, path: old } = await world.db.disk.findFirstOrThrow({ where: { vmId } })
    const { jobId } = await killedAt(`${kind} do ${phase} ${step}`, () => moveDisk(world.context(), { id, format: 'raw' }))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    const disk = await world.db.disk.findUniqueOrThrow({ where: { id } })
    expect(disk).toMatchObject({ format: 'raw', jobId: null })
    expect([images().includes(old), images().filter(path => path.includes(id)), machinesOf(vmId).flatMap(({ spec }) => spec.disks.map(({ path }) => path))]).toEqual([false, [disk.path], [disk.path]])
  }, limitMs)

  it.each(['take it from the machine', 'remove the image'])('after “%s”: disk and image are gone', async step => {
    const vmId = await world.vm()
    const { id, path } = await world.db.disk.findFirstOrThrow({ where: { vmId } })
    const { jobId } = await killedAt(`disk.delete do after ${step}`, () => removeDisk(world.context(), { id }))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    expect([await world.db.disk.count({ where: { id } }), images().includes(path), machinesOf(vmId).map(({ spec }) => spec.disks)]).toEqual([0, false, [[]]])
  }, limitMs)
})

describe('kill -9 in the middle of an import', () => {
  it.each(moments(vmImport.steps))('%s “%s”: the next engine finishes it', async (phase, step) => {
    const start = step === 'queue the start'
    const { id, jobId } = await killedAt(`vm.import do ${phase} ${step}`, () => importWeb(world, `imported-${randomUUID().slice(0, 8)}`, 'ova', { start }))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    if (start) await world.until(async () => (await world.db.vm.findUnique({ where: { id } }))?.status === 'up')
    await settled(world)
    expect([machinesOf(id).map(({ state }) => state), await world.db.job.count({ where: { kind: 'vm.start', subjectId: id } })]).toEqual(start ? [['running'], 1] : [['down'], 0])
    expect((await world.db.disk.findMany({ where: { vmId: id } })).map(({ path }) => world.folder.get(path)?.sizeMiB)).toEqual([48])
  }, limitMs)

  it('while “copy the disks” is undone: the next engine goes on undoing', async () => {
    await settled(world)
    const before = await everything(world)
    await current.tell('fail vm.import define the machine')
    const { jobId } = await killedAt('vm.import undo after copy the disks', () => importWeb(world, `imported-${randomUUID().slice(0, 8)}`))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed', error: { message: 'the test asks for it' } })
    await settled(world)
    expect(await everything(world)).toEqual(before)
  }, limitMs)
})

describe('kill -9 in the middle of a clone that is made general', () => {
  const cloned = (id: string) => cloneVm(world.context(), { id, name: `clone-${randomUUID().slice(0, 8)}`, disks: [], generalise: ['machine-id'] })
  it.each(['before', 'after'])('%s virt-sysprep: the next engine finishes it, on the copy alone', async phase => {
    const source = await world.vm()
    const { id, jobId } = await killedAt(`vm.clone do ${phase} generalise the disks`, () => cloned(source))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    await settled(world)
    expect([source, id].map(vmId => machinesOf(vmId).map(({ state }) => state))).toEqual([['down'], ['down']])
    const images = await Promise.all([source, id].map(vmId => world.db.disk.findFirstOrThrow({ where: { vmId } })))
    expect(images.map(({ path }) => world.folder.get(path)?.generalised)).toEqual([undefined, ['machine-id']])
    expect(await world.db.vm.count({ where: { id: { in: [source, id] }, jobId: null } })).toBe(2)
  }, limitMs)

  it('while virt-sysprep is undone: no copy is left, and the machine is free', async () => {
    const source = await world.vm()
    await settled(world)
    const before = await everything(world)
    await current.tell('fail vm.clone define the machine')
    const { jobId } = await killedAt('vm.clone undo after generalise the disks', () => cloned(source))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed', error: { message: 'the test asks for it' } })
    await settled(world)
    expect(await everything(world)).toEqual(before)
  }, limitMs)
})

describe('kill -9 in the middle of a change of a running machine', () => {
  it.each(moments(vmApply.steps.slice(1)))('%s “%s”: the next engine finishes it, once', async (phase, step) => {
    const id = await world.vm({ start: true })
    const { generation } = await world.db.vm.findUniqueOrThrow({ where: { id } })
    await updateVm(world.context(), { id, generation, vcpus: 2 })
    const { jobId } = await killedAt(`vm.apply do ${phase} ${step}`, () => applyVm(world.context(), { id }))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    await settled(world)
    expect(machinesOf(id).map(({ running: now }) => now?.vcpus)).toEqual([2])
    // What was done before the kill is told all the same.
    const [event, ...more] = await world.db.event.findMany({ where: { jobId, code: 'vm.changed_live' } })
    expect([event?.params, more]).toEqual([expect.objectContaining({ done: 1, refused: 0 }), []])
  }, limitMs)
})

describe('kill -9 in the middle of an action on many machines', () => {
  // More than are in work at once: some have not been handed out yet.
  const count = 18
  it.each(['before start the machine', 'after see it run'])('when the first is “%s”: each machine is started, once', async moment => {
    const rows = Array.from({ length: count }, () => ({
      id: randomUUID(), name: `crowd-${randomUUID().slice(0, 8)}`, clusterId: world.ids.cluster, memoryMiB: 16, vcpus: 1, observedState: 'down',
    }))
    await world.db.vm.createMany({ data: rows })
    const ids = rows.map(({ id }) => id)
    const { jobId } = await killedAt(`vm.start do ${moment}`, () => bulkVms(world.context(), BulkWish.parse({ ids, action: 'start' }), superUser()))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
    await settled(world)
    expect(ids.map(id => machinesOf(id).map(({ state }) => state))).toEqual(ids.map(() => ['running']))
    expect((await bulkItems(world.db, jobId)).map(({ state }) => state)).toEqual(ids.map(() => 'succeeded'))
    for (const code of ['vm.start.begun', 'vm.start.succeeded']) {
      const events = await world.db.event.groupBy({ by: ['subjectId'], where: { subjectId: { in: ids }, code }, _count: true })
      expect([code, events.map(({ _count }) => _count)]).toEqual([code, ids.map(() => 1)])
    }
  }, limitMs)
})

describe('several engines', () => {
  it('never start one job twice', async () => {
    const second = await ready()
    const ids = await Promise.all(Array.from({ length: 6 }, () => world.vm({ name: `many-${randomUUID().slice(0, 8)}` })))
    const jobs = await Promise.all(ids.map(id => startVm(world.context(), { id })))
    for (const { jobId } of jobs) expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded' })
    for (const id of ids) expect(await world.db.event.count({ where: { subjectId: id, code: 'vm.start.succeeded' } })).toBe(1)
    await second.kill()
    running.delete(second)
  }, limitMs)

  it('one takes over what another left behind', async () => {
    const id = await world.vm()
    await current.tell('hold vm.start do after start the machine')
    const { jobId } = await startVm(world.context(), { id })
    await current.said('held')
    // The second engine has another name; it must notice by itself that the first is gone.
    await ready()
    await current.kill()
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded' })
    expect(machinesOf(id).map(({ state }) => state)).toEqual(['running'])
  }, limitMs)
})
