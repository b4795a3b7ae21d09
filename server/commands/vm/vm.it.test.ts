import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InitializationInput } from '@/server/contract/initialization'
import { everything, settled } from '@/e2e/engine/scenarios'
import { createWorld, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { CreateVm } from '@/server/contract/api/vm'
import { Tpm } from '@/server/contract/hardware/small-devices'
import { wantedVm } from '@/server/store/vm/spec'
import { getVm } from '@/server/store/read/vm'
import { cancelJob } from '../job/cancel'
import { adoptVm } from './adopt'
import { createVm } from './create'
import { poweroffVm } from './poweroff'
import { rebootVm } from './reboot'
import { removeVm } from './remove'
import { shutdownVm } from './shutdown'
import { startVm } from './start'
import { suspendVm } from './suspend'
import { updateVm } from './update'

let world: World
beforeAll(async () => {
  world = await createWorld({ hosts: 2 })
  await world.start({ patienceMs: 1_000 })
})
afterAll(() => world.close())

const vmRow = (id: string) => world.db.vm.findUniqueOrThrow({ where: { id } })

describe('bad input gets a clear sentence and changes nothing', () => {
  it.each([
    ['a name with a space', { name: 'my vm' }, { code: 'BAD_INPUT', detail: { field: 'name', reason: { code: 'name_characters' } } }],
    ['a name of digits', { name: '123' }, { code: 'BAD_INPUT', detail: { field: 'name' } }],
    ['no memory', { memoryMiB: 0 }, { code: 'BAD_INPUT', detail: { field: 'memoryMiB', reason: { code: 'memory_small' } } }],
    [
      'more memory than the largest host',
      { memoryMiB: 16_385 },
      { code: 'BAD_INPUT', detail: { field: 'memoryMiB', reason: { params: { limitMiB: 16_384 } } } },
    ],
    ['more vCPUs than the largest host', { vcpus: 9 }, { code: 'BAD_INPUT', detail: { field: 'vcpus' } }],
    ['a disk smaller than its template', { diskSizeMiB: 10 }, { code: 'BAD_INPUT', detail: { field: 'diskSizeMiB' } }],
    ['a host name that is none', { initialization: InitializationInput.parse({ hostname: 'a b' }) }, { code: 'BAD_INPUT', detail: { field: 'hostname' } }],
    ['an unknown template', { templateId: randomUUID() }, { code: 'NOT_FOUND', detail: { field: 'templateId' } }],
    ['an unknown cluster', { clusterId: randomUUID() }, { code: 'NOT_FOUND', detail: { field: 'clusterId' } }],
    ['an unknown network', { networkId: randomUUID() }, { code: 'NOT_FOUND', detail: { field: 'networkId' } }],
  ])('create with %s', async (_, change, error) => {
    const before = await everything(world)
    await expect(createVm(world.context(), { ...vmFrom(world, {}), ...change })).rejects.toMatchObject(error)
    expect(await everything(world)).toEqual(before)
  })

  it.each([
    ['a topology that does not add up', { hardware: { cpu: { topology: { sockets: 3, dies: 1, cores: 1, threads: 1 } } } }, 'topology'],
    ['a hypervisor that no host offers', { hardware: { hypervisor: 'stratovirt' as const } }, 'no_stratovirt'],
    ['the SPICE agent without SPICE', { hardware: { channels: { spiceAgent: true } } }, 'spice_none'],
  ])('hardware with %s', async (_, change, code) => {
    const error = { code: 'BAD_INPUT', detail: { reason: { code } } }
    const id = await world.vm()
    const before = await everything(world)
    const create = CreateVm.parse({ ...vmFrom(world, {}), ...change })
    await expect(createVm(world.context(), create)).rejects.toMatchObject(error)
    await expect(updateVm(world.context(), { id, generation: 1, ...change })).rejects.toMatchObject(error)
    expect(await everything(world)).toEqual(before)
  })

  it('changes what an edit names of the hardware, and nothing else', async () => {
    const id = await world.vm()
    const { disks, nics } = await world.db.vm.findUniqueOrThrow({ where: { id }, include: { disks: true, nics: true } })
    const [disk, nic] = [disks[0]!.id, nics[0]!.id]
    await updateVm(world.context(), { id, generation: 1, hardware: { tpm: Tpm.parse({}) }, disks: [{ id: disk, bus: 'scsi' }], nics: [{ id: nic, options: { link: 'down' } }] })
    await updateVm(world.context(), { id, generation: 2, hardware: { video: { heads: 2, model: 'qxl' } }, disks: [{ id: disk, options: { cache: 'writeback' } }] })
    const after = await getVm(world.db, id, { id: randomUUID(), username: 'test', grants: [] })
    expect(after).toMatchObject({
      generation: 3,
      hardware: { tpm: { model: 'tpm-crb' }, video: { heads: 2, model: 'qxl' }, cpu: { mode: 'auto' } },
      disks: [{ bus: 'scsi', target: 'sda', options: { cache: 'writeback', discard: 'unmap' } }],
      nics: [{ model: 'virtio', options: { link: 'down', driver: 'auto' } }],
    })
    await expect(updateVm(world.context(), { id, generation: 3, disks: [{ id: nic }] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('keeps where each device sits, also without a host', async () => {
    const id = await world.vm({ start: true })
    const read = async () => (await world.db.vm.findUniqueOrThrow({ where: { id } })).addresses as { devices: { device: string }[] } | null
    const before = await world.until(read)
    const { disks, nics } = await world.db.vm.findUniqueOrThrow({ where: { id }, include: { disks: true, nics: true } })
    expect(before.devices.map(({ device }) => device)).toEqual([`disk ${disks[0]!.id} virtio`, `interface ${nics[0]!.id}`])
    await world.jobEnd((await poweroffVm(world.context(), { id })).jobId)
    const agent = world.agentOf((await vmRow(id)).hostId)
    agent.guest.disappears(id)
    await world.until(async () => (await vmRow(id)).hostId === null)
    expect(await read()).toEqual(before)
    expect((await wantedVm(world.db, id, randomUUID())).spec.addresses).toEqual(before)
  })

  it('create with something to be told at the first boot, but no disk to boot from', async () => {
    const input = { ...vmFrom(world, { blank: true, initialization: InitializationInput.parse({}) }), diskSizeMiB: 0 }
    await expect(createVm(world.context(), input)).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'init_no_disk' } } })
  })

  it('a name that is taken, also at the same moment', async () => {
    const name = `twin-${randomUUID().slice(0, 8)}`
    const results = await Promise.allSettled([1, 2, 3].map(() => createVm(world.context(), vmFrom(world, { name }))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({
      code: 'DUPLICATE', message: `A machine named “${name}” already exists.`, detail: { field: 'name' },
    })
    await settled(world)
  })

  it('an unknown machine', async () => {
    await expect(startVm(world.context(), { id: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(cancelJob(world.context(), { id: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a machine', () => {
  it('is created without disk from Blank', async () => {
    const id = await world.vm({ blank: true })
    expect(await world.db.disk.count({ where: { vmId: id } })).toBe(0)
    expect(await world.db.nic.findFirstOrThrow({ where: { vmId: id } })).toMatchObject({
      networkId: world.ids.network, mac: expect.stringMatching(/^56:6f(:[0-9a-f]{2}){4}$/),
    })
  })

  it('is started by one of two simultaneous commands; the other is told the state', async () => {
    const id = await world.vm()
    const results = await Promise.allSettled([startVm(world.context(), { id }), startVm(world.context(), { id })])
    const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toEqual([
      expect.objectContaining({
        code: 'LOCKED',
        status: 409,
        detail: expect.objectContaining({ reason: expect.objectContaining({ code: 'busy', params: expect.objectContaining({ status: 'starting' }) }) }),
      }),
    ])
    await settled(world)
    await expect(startVm(world.context(), { id })).rejects.toMatchObject({
      code: 'WRONG_STATE', status: 409, message: expect.stringContaining('(up)'), detail: { reason: { params: { status: 'up' } } },
    })
  })

  it('shows the word of the job while it works', async () => {
    const id = await world.vm()
    const held = world.agents.map(agent => agent.faults.hold('vm.ensureRunning'))
    const { jobId } = await startVm(world.context(), { id })
    expect(await vmRow(id)).toMatchObject({ status: 'starting', jobId })
    for (const { release } of held) release()
    await world.jobEnd(jobId)
    expect(await vmRow(id)).toMatchObject({ status: 'up', jobId: null })
  })

  it('says why no host can run it', async () => {
    const big = await world.vm({ memoryMiB: 16_000, start: true })
    const other = await world.vm({ memoryMiB: 16_000, start: true })
    const third = await world.vm({ memoryMiB: 1_000 })
    const { error } = await world.jobEnd((await startVm(world.context(), { id: third })).jobId)
    expect(error).toMatchObject({
      code: 'NO_HOST',
      message: expect.stringMatching(/^No host can run vm-.*: h1: needs 1000 MiB of memory, \d+ MiB are free; h2: needs 1000 MiB/),
      hint: expect.any(String),
      reason: { code: 'no_host_fits', hosts: [{ host: 'h1', reasons: [expect.objectContaining({ code: 'host_memory' })] }, { host: 'h2' }] },
      hintReason: { code: 'hint_no_room' },
    })
    for (const id of [big, other]) await world.jobEnd((await poweroffVm(world.context(), { id })).jobId)
  })

  it('is not started without its image', async () => {
    const id = await world.vm()
    const { path } = await world.db.disk.findFirstOrThrow({ where: { vmId: id } })
    world.folder.delete(path)
    const { state, error } = await world.jobEnd((await startVm(world.context(), { id })).jobId)
    expect({ state, code: error?.code, message: error?.message }).toEqual({ state: 'failed', code: 'IMAGE_MISSING', message: `The image ${path} is missing.` })
    expect(await vmRow(id)).toMatchObject({ status: 'down', jobId: null })
  })

  it('is not created on a missing template image', async () => {
    const path = '/data/templates/tiny.qcow2'
    const image = world.folder.get(path)
    world.folder.delete(path)
    const before = await everything(world)
    const { jobId } = await createVm(world.context(), vmFrom(world, {}))
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed', error: { code: 'IMAGE_MISSING' } })
    expect(await everything(world)).toEqual(before)
    if (image) world.folder.set(path, image)
  })

  it('fails by its name, so that a person can see it', async () => {
    const id = await world.vm({ name: `start-fail-${randomUUID().slice(0, 6)}` })
    expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({
      state: 'failed', error: { code: 'LIBVIRT', cause: { system: 'libvirt', code: 1 } },
    })
  })
})

describe('a deaf guest', () => {
  it('lets the shutdown time out with a hint', async () => {
    const id = await world.vm({ name: `deaf-${randomUUID().slice(0, 6)}`, start: true })
    const { jobId } = await shutdownVm(world.context(), { id, timeoutSeconds: 1 })
    expect(await world.jobEnd(jobId)).toMatchObject({
      state: 'failed',
      error: { code: 'TIMEOUT', message: expect.stringContaining('did not shut down within 1 s'), hint: expect.stringContaining('force it off') },
    })
    expect(await vmRow(id)).toMatchObject({ status: 'up', jobId: null })
  })

  it('is forced off while the shutdown waits, which ends it', async () => {
    const id = await world.vm({ name: `deaf-${randomUUID().slice(0, 6)}`, start: true })
    const shutdown = await shutdownVm(world.context(), { id })
    await expect(rebootVm(world.context(), { id })).rejects.toMatchObject({ code: 'LOCKED' })
    const off = await poweroffVm(world.context(), { id })
    expect(await world.jobEnd(off.jobId)).toMatchObject({ state: 'succeeded' })
    expect(await world.jobEnd(shutdown.jobId)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } })
    expect(await vmRow(id)).toMatchObject({ status: 'down', jobId: null })
  })

  it('is left alone when the waiting job is cancelled', async () => {
    const id = await world.vm({ name: `deaf-${randomUUID().slice(0, 6)}`, start: true })
    const { jobId } = await shutdownVm(world.context(), { id })
    await world.until(
      async () => JSON.stringify((await world.db.job.findUnique({ where: { id: jobId } }))?.steps).includes('"name":"wait until it is down","state":"running"'),
    )
    await cancelJob(world.context(), { id: jobId })
    await expect(cancelJob(world.context(), { id: jobId })).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'cancelled' })
    expect(await vmRow(id)).toMatchObject({ status: 'up', jobId: null })
  })
})

it('a cancelled creation leaves nothing', async () => {
  const before = await everything(world)
  const held = world.agents.map(agent => agent.faults.hold('disk.ensure'))
  const { jobId } = await createVm(world.context(), vmFrom(world, {}))
  await Promise.race(held.map(({ reached }) => reached))
  await cancelJob(world.context(), { id: jobId })
  for (const { release } of held) release()
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'cancelled' })
  await settled(world)
  expect(await everything(world)).toEqual(before)
})

describe('an edit', () => {
  it('reaches a machine that is down at once, and a running one at its next start', async () => {
    const id = await world.vm()
    const { generation } = await vmRow(id)
    expect(await updateVm(world.context(), { id, generation, memoryMiB: 256 })).toEqual({ id, generation: generation + 1, jobId: null })
    await world.until(async () => (await vmRow(id)).observedGeneration === generation + 1)
    const machine = () => world.agentOf(hostId).state().machines.find(({ spec }) => spec.id === id)
    const { hostId } = await vmRow(id)
    expect(machine()?.spec.memoryMiB).toBe(256)
    await world.jobEnd((await startVm(world.context(), { id })).jobId)
    await updateVm(world.context(), { id, generation: generation + 1, description: 'later' })
    expect(machine()?.spec.description).toBe('')
    await world.jobEnd((await poweroffVm(world.context(), { id })).jobId)
    await world.until(async () => machine()?.spec.description === 'later')
  })

  it('that the host knows to be old does not act', async () => {
    const id = await world.vm()
    const { generation } = await vmRow(id)
    await updateVm(world.context(), { id, generation, vcpus: 2 })
    await world.until(async () => (await vmRow(id)).observedGeneration === generation + 1)
    // As after a restore of an old backup of the database.
    await world.db.vm.update({ where: { id }, data: { generation } })
    expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({ state: 'failed', error: { code: 'STALE_GENERATION' } })
    expect(await vmRow(id)).toMatchObject({ jobId: null })
  })

  it('of an old state is refused, and of nothing does nothing', async () => {
    const id = await world.vm()
    const { generation, name } = await vmRow(id)
    expect(await updateVm(world.context(), { id, generation, name })).toEqual({ id, generation, jobId: null })
    await updateVm(world.context(), { id, generation, description: 'mine' })
    await expect(updateVm(world.context(), { id, generation, description: 'yours' })).rejects.toMatchObject({ code: 'STALE_GENERATION', status: 412 })
    const other = await world.vm()
    await expect(updateVm(world.context(), { id: other, generation: 1, name })).rejects.toMatchObject({ code: 'DUPLICATE' })
    await expect(updateVm(world.context(), { id: other, generation: 1, vcpus: 99 })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})

describe('wrong states', () => {
  it.each(
    [['shutdown', shutdownVm], ['poweroff', poweroffVm], ['suspend', suspendVm], ['reboot', rebootVm], ['adopt', adoptVm]] as const,
  )('%s of a machine that is down and ours', async (_, command) => {
    const id = await world.vm()
    await expect(command(world.context(), { id })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { params: { status: 'down' } } } })
  })
  it('delete of a running machine', async () => {
    const id = await world.vm({ start: true })
    await expect(removeVm(world.context(), { id })).rejects.toMatchObject({
      code: 'WRONG_STATE', message: expect.stringContaining("can't be deleted now (up)"),
    })
  })
})
