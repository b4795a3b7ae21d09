import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settled } from '@/e2e/engine/scenarios'
import { createWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { adoptVm } from '@/server/commands/vm/adopt'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { shutdownVm } from '@/server/commands/vm/shutdown'
import { startVm } from '@/server/commands/vm/start'
import { InitializationInput } from '@/server/contract/initialization'
import { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { setVmHost } from '@/server/store/vm/lifecycle'

let world: World
beforeAll(async () => {
  process.env.ATRIUM_HOST_GRACE_MS = '200'
  world = await createWorld({ hosts: 2 })
  await world.start({ patienceMs: 1_500 })
})
afterAll(async () => {
  delete process.env.ATRIUM_HOST_GRACE_MS
  await world.close()
})

const vmRow = (id: string) => world.db.vm.findUniqueOrThrow({ where: { id } })
const hostRow = (id: string) => world.db.host.findUniqueOrThrow({ where: { id } })
const agentOf = async (id: string) => world.agentOf((await vmRow(id)).hostId)
const events = async (subjectId: string) => (await world.db.event.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })).map(({ code }) => code)
const foreign = (change: Partial<VmSpec> = {}): VmSpec => {
  const id = randomUUID()
  return VmSpec.parse({
    id,
    name: `other-${id.slice(0, 8)}`,
    description: '',
    instanceId: randomUUID(),
    generation: 1,
    memoryMiB: 64,
    vcpus: 1,
    virtType: 'qemu',
    firmware: 'bios',
    disks: [],
    nics: [],
    configDrive: null,
    ...change,
  })
}
const [first, second] = [() => world.agents[0]!, () => world.agents[1]!]

describe('a host that connects', () => {
  it('is Up with its facts, its networks and its storage', async () => {
    const { hostId } = first()
    expect(await hostRow(hostId)).toMatchObject({ status: 'up', statusReason: '', libvirt: 'up', facts: { memoryMiB: 16_384 } })
    expect(await world.db.networkHost.findFirstOrThrow({ where: { hostId } })).toMatchObject({ active: true, bridge: 'virbr-default', error: null })
    expect(await world.db.storageDomain.findFirstOrThrow()).toMatchObject({ status: 'active', capacityMiB: 102_400 })
    expect(first().state()).toMatchObject({ networks: ['default'], storage: ['/data'] })
    expect(await events(hostId)).toEqual(['host.up'])
  })

  it('gets a network that is made later', async () => {
    const network = await world.db.network.create({ data: { datacenterId: world.ids.datacenter, name: 'lan' } })
    await world.db.change.create({ data: { topic: 'networks', objectId: network.id } })
    await world.until(async () => (await world.db.networkHost.count({ where: { networkId: network.id, active: true } })) === 2)
    expect(first().state().networks).toContain('lan')
  })

  it('says what it can not do', async () => {
    first().faults.fail('storage.ensureDomain', new AppError('LIBVIRT', 'The folder /broken is read-only.'))
    second().faults.fail('storage.ensureDomain', new AppError('LIBVIRT', 'The folder /broken is read-only.'))
    const domain = await world.db.storageDomain.create({ data: { datacenterId: world.ids.datacenter, name: 'broken', type: 'posix', path: '/broken' } })
    await world.db.change.create({ data: { topic: 'storage-domains', objectId: domain.id } })
    await world.until(() => world.db.storageDomainHost.findFirst({
      where: { storageDomainId: domain.id, writable: false, error: 'The folder /broken is read-only.' },
    }))
    await world.db.storageDomain.delete({ where: { id: domain.id } })
  })
})

describe('what happens behind the back', () => {
  it('a guest that powers itself off is Down, with an event', async () => {
    const id = await world.vm({ start: true })
    ;(await agentOf(id)).guest.powersOff(id)
    await world.until(async () => (await vmRow(id)).status === 'down')
    expect(await vmRow(id)).toMatchObject({ observedReason: 'shutdown', runtime: null })
    const [event] = await world.db.event.findMany({ where: { subjectId: id, code: 'vm.stopped' } })
    expect(event).toMatchObject({ severity: 'info', params: { reason: 'shutdown' }, username: null, jobId: null })
  })

  it('what its installer restarts goes on from its disk, once; what goes off otherwise stays off', async () => {
    const source = { type: 'tree' as const, url: 'http://tree.example/os', kickstart: null, arguments: '' }
    const runs = async (id: string) => (await agentOf(id)).state().machines.find(({ spec }) => spec.id === id)?.running?.hardware.boot.kernel
    const starts = (id: string) => world.db.job.count({ where: { kind: 'vm.start', subjectId: id } })
    const settings = (id: string) => vmRow(id).then(({ installation }) => installation)
    const id = await world.vm({ start: true, source })
    expect([(await runs(id))?.path, await settings(id)]).toMatchObject([`/data/images/${id}-kernel`, { pending: false, restarts: true }])
    ;(await agentOf(id)).guest.ends(id)
    await world.until(async () => (await starts(id)) === 2 && (await vmRow(id)).status === 'up')
    expect([await runs(id), await settings(id), await events(id)]).toMatchObject([null, { pending: false, restarts: false }, expect.arrayContaining(['vm.installer_restart'])])
    // It is a machine like any other from then on.
    ;(await agentOf(id)).guest.ends(id)
    await world.until(async () => (await vmRow(id)).status === 'down')

    const off = await world.vm({ start: true, source: { type: 'pxe' } })
    ;(await agentOf(off)).guest.powersOff(off)
    await world.until(async () => (await events(off)).includes('vm.installer_off'))
    expect([await starts(id), await starts(off), (await vmRow(off)).status, await settings(off)]).toMatchObject([2, 1, 'down', { pending: false, restarts: false }])
  })

  it('the CD with Windows’ answers is gone when the guest has shut down by itself, not when it was ended', async () => {
    const id = await world.vm({ start: true, initialization: InitializationInput.parse({ kind: 'sysprep', password: 'secret' }) })
    const path = `/data/images/${id}-config.iso`
    const spec = async () => (await agentOf(id)).state().machines.find(each => each.spec.id === id)?.spec.configDrive
    const told = async () => (await vmRow(id)).initialization
    expect([await spec(), world.folder.has(path), await told()]).toMatchObject([path, true, { adminPassword: '', done: false }])
    expect(await world.jobEnd((await poweroffVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded' })
    expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded' })
    expect(world.folder.has(path)).toBe(true)
    ;(await agentOf(id)).guest.powersOff(id)
    await world.until(async () => !world.folder.has(path) && (await vmRow(id)).status === 'down')
    await world.until(async () => (await told() as { done: boolean }).done)
    expect(await spec()).toBeNull()
    expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded' })
  })

  it('a crash and a pause are seen, and told', async () => {
    const id = await world.vm({ start: true })
    ;(await agentOf(id)).guest.suspends(id)
    await world.until(async () => (await vmRow(id)).status === 'paused')
    ;(await agentOf(id)).guest.crashes(id)
    await world.until(async () => (await vmRow(id)).status === 'crashed')
    expect((await events(id)).slice(-2)).toEqual(['vm.paused', 'vm.crashed'])
  })

  it('a job that stops a machine tells it itself', async () => {
    const id = await world.vm({ start: true })
    await world.jobEnd((await shutdownVm(world.context(), { id })).jobId)
    expect((await events(id)).slice(-2)).toEqual(['vm.shutdown.begun', 'vm.shutdown.succeeded'])
  })

  it('a machine of another tool comes, is adopted, and is then ours', async () => {
    const spec = foreign({ firmware: 'uefi', description: 'made by hand' })
    first().guest.appears(spec)
    await world.until(() => world.db.vm.findUnique({ where: { id: spec.id } }))
    expect(await vmRow(spec.id)).toMatchObject({ external: true, status: 'up', name: spec.name, hostId: first().hostId, memoryMiB: 64 })
    expect(await world.jobEnd((await adoptVm(world.context(), { id: spec.id })).jobId)).toMatchObject({ state: 'succeeded' })
    // Wanted as it is: the next start must not change it.
    expect(await vmRow(spec.id)).toMatchObject({ external: false, jobId: null, firmware: 'uefi', description: 'made by hand', virtType: 'qemu' })
    expect(first().state().machines.find(machine => machine.spec.id === spec.id)).toMatchObject({ instanceId: world.instanceId, generation: 1 })
    await settled(world)
  })

  it('a machine of another tool is started and stopped as it is', async () => {
    const spec = foreign()
    first().guest.appears(spec, 'down')
    await world.until(() => world.db.vm.findUnique({ where: { id: spec.id } }))
    const machine = () => first().state().machines.find(one => one.spec.id === spec.id)
    expect(await world.jobEnd((await startVm(world.context(), { id: spec.id })).jobId)).toMatchObject({ state: 'succeeded' })
    expect(machine()).toMatchObject({ spec, state: 'running', instanceId: null })
    expect(await world.jobEnd((await poweroffVm(world.context(), { id: spec.id })).jobId)).toMatchObject({ state: 'succeeded' })
    expect(machine()).toMatchObject({ spec, state: 'down', instanceId: null })
    expect(await vmRow(spec.id)).toMatchObject({ external: true, status: 'down' })
  })

  it('a machine of another tool with the name of one of ours is not adopted', async () => {
    const ours = await world.vm()
    const spec = foreign({ name: (await vmRow(ours)).name })
    const elsewhere = world.agents.find(agent => !agent.state().machines.some(machine => machine.spec.id === ours))!
    elsewhere.guest.appears(spec)
    await world.until(() => world.db.vm.findUnique({ where: { id: spec.id } }))
    expect(await world.jobEnd((await adoptVm(world.context(), { id: spec.id })).jobId)).toMatchObject({ state: 'failed', error: { code: 'DUPLICATE' } })
    expect(await vmRow(spec.id)).toMatchObject({ external: true, jobId: null })
    elsewhere.guest.disappears(spec.id)
    await world.until(async () => (await world.db.vm.findUnique({ where: { id: spec.id } })) === null)
  })

  it('a definition that is removed by hand leaves our machine down on no host, and it can be started again', async () => {
    const id = await world.vm()
    ;(await agentOf(id)).guest.disappears(id)
    await world.until(async () => (await vmRow(id)).hostId === null)
    expect(await events(id)).toContain('vm.undefined')
    expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded' })
  })

  it('an old definition on another host is removed while it is down', async () => {
    const id = await world.vm()
    const agent = await agentOf(id)
    const other = world.agents.find(one => one !== agent)!
    const machine = agent.state().machines.find(({ spec }) => spec.id === id)!
    other.guest.appears(machine.spec, 'down', world.instanceId)
    await world.until(async () => !other.state().machines.some(({ spec }) => spec.id === id))
    expect(agent.state().machines.some(({ spec }) => spec.id === id)).toBe(true)
  })

  it('a machine that runs twice is told loudly, once, and is not touched', async () => {
    const id = await world.vm({ start: true })
    const agent = await agentOf(id)
    const other = world.agents.find(one => one !== agent)!
    other.guest.appears({ ...agent.state().machines.find(({ spec }) => spec.id === id)!.spec })
    await world.until(async () => (await events(id)).includes('vm.runs_twice'))
    other.guest.suspends(id)
    other.guest.disappears(id)
    await world.jobEnd((await poweroffVm(world.context(), { id })).jobId)
    expect((await events(id)).filter(code => code === 'vm.runs_twice')).toHaveLength(1)
    expect((await vmRow(id)).hostId).toBe(agent.hostId)
  })

  it('a machine that was moved by hand is followed', async () => {
    const id = await world.vm()
    const agent = await agentOf(id)
    const other = world.agents.find(one => one !== agent)!
    const { spec } = agent.state().machines.find(machine => machine.spec.id === id)!
    other.guest.appears(spec, 'running', world.instanceId)
    await world.until(async () => (await vmRow(id)).hostId === other.hostId)
    expect(await vmRow(id)).toMatchObject({ status: 'up' })
  })

  it('a running machine that is moved by hand is followed, and never taken for two', async () => {
    const id = await world.vm({ start: true })
    const agent = await agentOf(id)
    const other = world.agents.find(one => one !== agent)!
    const { spec } = agent.state().machines.find(machine => machine.spec.id === id)!
    // As libvirt shows it for a moment: stopped by the migration there, running here.
    agent.guest.appears(spec, 'migrating_in', world.instanceId)
    await world.until(async () => (await vmRow(id)).observedState === 'migrating_in')
    other.guest.appears(spec, 'running', world.instanceId)
    await world.until(async () => (await vmRow(id)).hostId === other.hostId)
    agent.guest.disappears(id)
    await world.until(async () => (await vmRow(id)).status === 'up')
    expect(await vmRow(id)).toMatchObject({ hostId: other.hostId })
    expect(await events(id)).not.toContain('vm.runs_twice')
  })

  it('a machine that a job has put back on a host is read anew there', async () => {
    const id = await world.vm()
    const before = await vmRow(id)
    const other = world.agents.find(({ hostId }) => hostId !== before.hostId)!
    // What its host said while it was thought to be elsewhere was passed over.
    await world.db.$transaction(tx => setVmHost(tx, id, other.hostId, new Date()))
    await world.db.$transaction(tx => setVmHost(tx, id, before.hostId, new Date()))
    await world.until(async () => (await vmRow(id)).observedAt)
    expect(await vmRow(id)).toMatchObject({ hostId: before.hostId, observedState: 'down', observedGeneration: before.generation })
  })

  it('an event that comes late does not move a machine', async () => {
    const id = await world.vm()
    const agent = await agentOf(id)
    const other = world.agents.find(one => one !== agent)!
    const { spec } = agent.state().machines.find(machine => machine.spec.id === id)!
    const late = { id, name: spec.name, state: 'running' as const, reason: 'booted', instanceId: world.instanceId, generation: 1 }
    other.tell({ type: 'vm', vm: { ...late, memoryMiB: 128, vcpus: 1, virtType: 'qemu', startedAt: null, guest: null, frozen: false, autostart: false, consoles: [] }, cause: 'late' })
    // What follows on the same stream has been heard when this has.
    other.sample(Date.now())
    await world.until(() => world.db.change.findFirst({ where: { topic: 'host-samples', objectId: other.hostId }, orderBy: { seq: 'desc' } }))
    expect(await vmRow(id)).toMatchObject({ hostId: agent.hostId, status: 'down' })
    expect(await events(id)).not.toContain('vm.runs_twice')
  })

  it('statistics are kept, with one change for all of a host', async () => {
    const id = await world.vm({ start: true })
    const agent = await agentOf(id)
    const at = Date.now()
    agent.sample(at)
    await world.until(() => world.db.change.findFirst({ where: { topic: 'host-samples', objectId: agent.hostId } }))
    expect(await world.db.vmSample.findMany({ where: { vmId: id } })).toEqual([expect.objectContaining({ at: new Date(at), cpuPercent: 5, memoryUsedMiB: 64 })])
    expect(await world.db.hostSample.count({ where: { hostId: agent.hostId } })).toBe(1)
    expect((await vmRow(id)).runtime).toMatchObject({ cpuPercent: 5, memoryUsedMiB: 64, consoles: ['vnc', 'serial'] })
    expect(await hostRow(agent.hostId)).toMatchObject({ latest: { cpuPercent: 10 } })
  })

  it('a machine is seen while statistics still wait to be written', async () => {
    const id = await world.vm({ start: true })
    const agent = await agentOf(id)
    await world.db.$transaction(async tx => {
      // Statistics write the row of the host; machines only refer to it.
      await tx.$queryRaw`SELECT 1 FROM "host" WHERE "id" = ${agent.hostId}::uuid FOR NO KEY UPDATE`
      agent.sample(Date.now())
      agent.guest.suspends(id)
      await world.until(async () => (await vmRow(id)).status === 'paused')
    }, { timeout: 30_000 })
  })
})

describe('a host that vanishes', () => {
  it('is connecting, then non responsive, its machines not responding; back again it is Up with what it has', async () => {
    const id = await world.vm({ start: true })
    const agent = await agentOf(id)
    agent.faults.vanish()
    await world.until(async () => (await hostRow(agent.hostId)).status === 'connecting')
    expect(await vmRow(id)).toMatchObject({ status: 'not_responding', statusReason: expect.stringContaining("can't be reached") })
    await expect(poweroffVm(world.context(), { id })).rejects.toMatchObject({ code: 'HOST_UNREACHABLE', detail: { reason: { code: 'host_status' } } })
    await world.until(async () => (await hostRow(agent.hostId)).status === 'non_responsive')
    agent.guest.powersOff(id)
    agent.faults.comeBack()
    await world.until(async () => (await hostRow(agent.hostId)).status === 'up')
    expect(await vmRow(id)).toMatchObject({ status: 'down', observedState: 'down' })
    expect((await events(agent.hostId)).slice(-3)).toEqual(['host.connecting', 'host.non_responsive', 'host.up'])
  })

  it('fails the step after some patience; the machine may run there, so it is not started elsewhere', async () => {
    const id = await world.vm()
    const agent = await agentOf(id)
    agent.faults.hang('vm.ensureRunning')
    const { jobId } = await startVm(world.context(), { id })
    await world.until(async () => agent.state().machines.find(({ spec }) => spec.id === id)?.state === 'running')
    agent.faults.vanish()
    const { state, error } = await world.jobEnd(jobId)
    expect({ state, code: error?.code, hint: error?.hint }).toEqual({
      state: 'failed', code: 'HOST_UNREACHABLE', hint: expect.stringContaining('Not everything could be undone'),
    })
    await world.until(async () => (await vmRow(id)).jobId === null)
    expect((await vmRow(id)).hostId).toBe(agent.hostId)
    await expect(startVm(world.context(), { id })).rejects.toMatchObject({ code: 'HOST_UNREACHABLE' })
    // Nothing was heard of it since the call that was not answered.
    expect(await vmRow(id)).toMatchObject({ status: 'not_responding', observedState: null })
    agent.faults.clear()
    await world.until(async () => (await vmRow(id)).status === 'up')
  })

  it('lets a job go on when it is back in time', async () => {
    const id = await world.vm()
    const agent = await agentOf(id)
    const held = agent.faults.hold('vm.ensureRunning')
    const { jobId } = await startVm(world.context(), { id })
    await held.reached
    agent.faults.vanish()
    held.release()
    agent.faults.comeBack()
    expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded' })
    expect(agent.state().machines.filter(({ spec, state }) => spec.id === id && state === 'running')).toHaveLength(1)
    await world.until(async () => (await world.db.host.count({ where: { status: 'up' } })) === 2)
  })
})

it('libvirt down greys the actions, and forgets no machine', async () => {
  const id = await world.vm({ start: true })
  const agent = await agentOf(id)
  agent.tell({ type: 'libvirt', state: 'down', message: 'libvirtd was stopped.' })
  await world.until(async () => (await hostRow(agent.hostId)).libvirt === 'down')
  agent.tell({ type: 'snapshot', hostId: agent.hostId, facts: (await hostRow(agent.hostId)).facts as never, libvirt: 'down', vms: [] })
  await expect(poweroffVm(world.context(), { id })).rejects.toMatchObject({ detail: { reason: { code: 'libvirt_down' } } })
  agent.tell({ type: 'libvirt', state: 'up', message: '' })
  await world.until(async () => (await hostRow(agent.hostId)).libvirt === 'up')
  expect(await vmRow(id)).toMatchObject({ status: 'up', hostId: agent.hostId })
})

it('a lock whose job has ended is given back', async () => {
  const id = await world.vm()
  const job = await world.db.job.findFirstOrThrow({ where: { subjectId: id } })
  await world.db.vm.update({ where: { id }, data: { jobId: job.id } })
  await world.stopEngine()
  await world.start()
  await world.until(async () => (await vmRow(id)).jobId === null)
})
