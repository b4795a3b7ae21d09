import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import { getVm } from '@/server/store/read/vm'
import type { Caller } from '@/server/store/scope'
import { applyVm } from './apply'
import { changeCd } from './change-cd'
import { addNic } from './nic/add'
import { removeNic } from './nic/remove'
import { updateNic } from './nic/update'
import { poweroffVm } from './poweroff'
import { startVm } from './start'
import { updateVm } from './update'

let world: World
beforeAll(async () => { world = await startedWorld() })
afterAll(() => world.close())

const admin: Caller = { id: randomUUID(), username: 'admin', grants: [{ role: 'SuperUser', objectType: 'system', objectId: null }] }
const vm = async (id: string) => (await getVm(world.db, id, admin)) ?? expect.fail('the machine is gone')
const running = async (id: string) => world.agentOf((await world.db.vm.findUniqueOrThrow({ where: { id } })).hostId).state().machines.find(({ spec }) => spec.id === id)?.running
const card = (id: string, change: Partial<Parameters<typeof addNic>[1]> = {}) => ({
  id, networkId: world.ids.network, model: 'virtio' as const, options: NicOptions.parse({}), apply: 'live' as const, ...change,
})
const ended = async ({ jobId }: { jobId: string | null }) => world.jobEnd(jobId ?? expect.fail('there is no job'))
const pendingFields = async (id: string) => (await vm(id)).pending.map(({ field, refusal }) => [field, refusal?.outcome ?? null])
const without = (id: string, count: number) => world.until(async () => (await vm(id)).pending.length === count)

describe('a machine that runs', () => {
  it('gets a card at once, another network and link, and loses it', async () => {
    const id = await world.vm({ start: true })
    const added = await addNic(world.context(), card(id))
    expect(await ended(added)).toMatchObject({ state: 'succeeded', error: null })
    expect((await running(id))?.nics.map(({ mac, network }) => [mac, network])).toContainEqual([added.mac, 'default'])
    expect((await vm(id)).nics.map(({ name }) => name)).toEqual(['nic1', 'nic2'])
    await ended(await updateNic(world.context(), { id, nicId: added.id, options: { link: 'down' }, apply: 'live' }))
    expect((await running(id))?.nics.find(({ id: nicId }) => nicId === added.id)?.options.link).toBe('down')
    expect((await updateNic(world.context(), { id, nicId: added.id, options: { link: 'down' }, apply: 'live' })).jobId).toBeNull()
    await ended(await removeNic(world.context(), { id, nicId: added.id, apply: 'live' }))
    expect((await running(id))?.nics).toHaveLength(1)
    expect(await pendingFields(id)).toEqual([])
    expect(await world.db.event.findFirstOrThrow({ where: { subjectId: id, code: 'vm.changed_live' }, orderBy: { id: 'desc' } })).toMatchObject({
      severity: 'info', params: { done: 1, refused: 0, next: 0 }, message: expect.stringContaining('changed while it runs: network card'),
    })
  })

  it('takes what can be done now, and the rest waits', async () => {
    const id = await world.vm({ start: true })
    const { generation, disks } = await vm(id)
    const [disk] = disks
    const edit = { memoryMiB: 256, vcpus: 2, disks: [{ id: disk?.id ?? '', options: { limits: { totalIops: 500 }, cache: 'writeback' as const } }] }
    expect(await ended(await updateVm(world.context(), { id, generation, apply: 'live', ...edit }))).toMatchObject({ state: 'succeeded' })
    await without(id, 2)
    expect((await vm(id)).pending).toEqual([
      { field: 'memoryMiB', label: 'memoryMiB', device: null, running: 128, next: 256, canBeLive: false, refusal: null, blocked: null },
      { field: `disks.${disk?.id}.options.cache`, label: 'disk.cache', device: 'vda', running: 'none', next: 'writeback', canBeLive: false, refusal: null, blocked: null },
    ])
    expect(await running(id)).toMatchObject({ vcpus: 2, memoryMiB: 128 })
    await ended(await poweroffVm(world.context(), { id }))
    await ended(await startVm(world.context(), { id }))
    await world.until(async () => (await vm(id)).status === 'up')
    expect(await pendingFields(id)).toEqual([])
  })

  it('grows only into memory that its host has left, which is its own from then on', async () => {
    const id = await world.vm({ memoryMiB: 1024 })
    const memory = { maxMiB: 16_384, slots: 4 }
    await updateVm(world.context(), { id, generation: (await vm(id)).generation, hardware: { memory: { ...Hardware.parse({}).memory, ...memory } } })
    await ended(await startVm(world.context(), { id }))
    const other = await world.vm({ memoryMiB: 8000, start: true })
    const { room } = await vm(id)
    expect(room).toMatchObject({ hasMiB: 1024, maxMiB: 16_384 })
    const fits = 1024 + Math.floor((room?.freeMiB ?? 0) / 128) * 128
    const grow = async (memoryMiB: number, apply: 'live' | 'next' = 'live') => updateVm(world.context(), { id, generation: (await vm(id)).generation, memoryMiB, apply })
    await expect(grow(fits + 128)).rejects.toMatchObject({
      code: 'NO_HOST', message: expect.stringMatching(/^Host h\d has \d+ MiB of memory free, \d+ MiB more are wanted\.$/),
      detail: { field: 'memoryMiB', reason: { code: 'memory_room', params: { host: room?.host, freeMiB: room?.freeMiB, wantedMiB: fits + 128 - 1024 } } },
    })
    expect((await vm(id)).pending).toEqual([])
    await grow(fits + 128, 'next')
    expect((await vm(id)).pending).toMatchObject([{ field: 'memoryMiB', canBeLive: true, blocked: { code: 'memory_room' } }])
    await expect(applyVm(world.context(), { id })).rejects.toMatchObject({ code: 'NO_HOST' })
    expect(await ended(await grow(fits))).toMatchObject({ state: 'succeeded' })
    await without(id, 0)
    expect((await vm(id)).room?.hasMiB).toBe(fits)
    for (const each of [id, other]) await ended(await poweroffVm(world.context(), { id: each }))
  })

  it('waits for its next start where nobody asks for more, and can be asked later', async () => {
    const id = await world.vm({ start: true })
    const { generation } = await vm(id)
    expect(await updateVm(world.context(), { id, generation, vcpus: 3 })).toMatchObject({ jobId: null })
    expect((await vm(id)).pending).toMatchObject([{ field: 'vcpus', running: 1, next: 3, canBeLive: true }])
    expect(await ended(await applyVm(world.context(), { id }))).toMatchObject({ state: 'succeeded' })
    await without(id, 0)
    expect((await vm(id)).runtime?.vcpus).toBe(3)
  })

  it('makes what is asked for now, and leaves alone what was meant for the next start', async () => {
    const id = await world.vm({ start: true })
    await updateVm(world.context(), { id, generation: (await vm(id)).generation, vcpus: 2 })
    await ended(await addNic(world.context(), card(id)))
    const [disk] = (await vm(id)).disks
    await ended(await updateVm(world.context(), { id, generation: (await vm(id)).generation, apply: 'live', disks: [{ id: disk?.id ?? '', options: { limits: { readIops: 7 } } }] }))
    await without(id, 1)
    expect([(await running(id))?.nics.length, (await running(id))?.disks[0]?.options.limits.readIops, await pendingFields(id)]).toEqual([2, 7, [['vcpus', null]]])
  })

  it('tells what its guest did not let go of, until it is solved', async () => {
    const id = await world.vm({ name: `deaf-${randomUUID().slice(0, 8)}`, start: true })
    const [nic] = (await vm(id)).nics
    const { state, error } = await ended(await removeNic(world.context(), { id, nicId: nic?.id ?? '', apply: 'live' }))
    expect([state, error?.code, error?.message]).toEqual(['failed', 'TIMEOUT', expect.stringContaining('The guest has not let go of it yet.')])
    expect(await pendingFields(id)).toEqual([[`nics.${nic?.id}`, 'waiting']])
    expect(await world.db.event.count({ where: { subjectId: id, code: 'vm.changed_live', severity: 'warning' } })).toBe(1)
    await ended(await poweroffVm(world.context(), { id }))
    await ended(await startVm(world.context(), { id }))
    await world.until(async () => (await vm(id)).status === 'up')
    expect(await pendingFields(id)).toEqual([])
  })

  it('tells what the hypervisor refused', async () => {
    const id = await world.vm({ name: `plug-fail-${randomUUID().slice(0, 8)}`, start: true })
    const { state, error } = await ended(await addNic(world.context(), card(id)))
    expect([state, error?.code, error?.reason?.code]).toEqual(['failed', 'WRONG_STATE', 'hypervisor'])
    expect((await vm(id)).pending).toMatchObject([{ label: 'nic', running: null, refusal: { outcome: 'refused', reason: { code: 'hypervisor' } } }])
  })

  it('gets another CD, and its drive is emptied', async () => {
    const id = await world.vm()
    const { generation } = await vm(id)
    await updateVm(world.context(), { id, generation, hardware: { cdroms: Hardware.parse({ cdroms: [{ target: 'sda' }] }).cdroms } })
    await ended(await startVm(world.context(), { id }))
    const cd = (path: string | null) => changeCd(world.context(), { id, target: 'sda', path, force: false, apply: 'live' })
    for (const path of ['/data/a.iso', null]) {
      expect(await ended(await cd(path))).toMatchObject({ state: 'succeeded' })
      expect((await running(id))?.hardware.cdroms.map(drive => drive.path)).toEqual([path])
    }
    await expect(changeCd(world.context(), { id, target: 'sdb', path: null, force: false, apply: 'live' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('can be forced off while a change waits for its guest', async () => {
    const id = await world.vm({ start: true })
    const agent = world.agentOf((await world.db.vm.findUniqueOrThrow({ where: { id } })).hostId)
    const held = agent.faults.hold('vm.applyLive')
    const added = await addNic(world.context(), card(id))
    await held.reached
    expect(await ended(await poweroffVm(world.context(), { id }))).toMatchObject({ state: 'succeeded' })
    held.release()
    await ended(added)
    await world.until(async () => (await vm(id)).status === 'down')
  })
})

describe('a card', () => {
  it('of a machine that is down comes with its definition', async () => {
    const id = await world.vm()
    const { jobId, id: nicId } = await addNic(world.context(), card(id, { networkId: null, mac: '02:00:00:00:00:07', name: 'storage' }))
    expect(jobId).toBeNull()
    await world.until(async () => world.agents[0]?.state().machines.find(({ spec }) => spec.id === id)?.spec.nics.some(nic => nic.id === nicId))
    await expect(applyVm(world.context(), { id })).rejects.toMatchObject({ code: 'WRONG_STATE' })
  })

  it('that is wrong changes nothing', async () => {
    const id = await world.vm()
    const { generation, nics } = await vm(id)
    const add = (change: Partial<Parameters<typeof addNic>[1]>) => addNic(world.context(), card(id, change))
    await expect(add({ networkId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND', detail: { field: 'networkId' } })
    await expect(add({ mac: '03:00:00:00:00:01' })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'mac' } })
    await expect(add({ mac: nics[0]?.mac ?? '' })).rejects.toMatchObject({ code: 'DUPLICATE', detail: { field: 'mac' } })
    await expect(add({ model: 'e1000', options: NicOptions.parse({ queues: 4 }) })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(removeNic(world.context(), { id, nicId: randomUUID(), apply: 'live' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await vm(id)).toMatchObject({ generation, nics })
  })
})

describe('room to grow', () => {
  it('is given to a new machine, and grows with its size', async () => {
    const id = await world.vm({ memoryMiB: 2048 })
    const { generation, hardware } = await vm(id)
    expect([hardware.cpu.maxVcpus, hardware.memory.maxMiB]).toEqual([4, 8192])
    await updateVm(world.context(), { id, generation, memoryMiB: 8192 })
    expect((await vm(id)).hardware.memory.maxMiB).toBe(32_768)
  })
})
