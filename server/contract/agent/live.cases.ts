import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { LiveResult } from '../hardware/change'
import { Hardware } from '../hardware/hardware'
import type { Making } from './migration.cases'
import { VmSpec } from './vm'

const outcomes = (changes: readonly LiveResult[]) => Object.fromEntries(changes.map(({ field, outcome }) => [field, outcome]))

/** Changes of a machine that runs. The guest stops in the firmware, so it lets go of nothing: `deaf` in its name tells the simulated host. */
export const liveCases = ({ on, step, newSpec, running, call, diskOf }: Making): void => {
  const newDisk = async (target: string): Promise<VmSpec['disks'][number]> => {
    const id = randomUUID()
    await on().client.disk.ensure({ ...step(), storagePath: on().storagePath, path: diskOf(id), format: 'qcow2', sizeMiB: 8, source: null })
    return VmSpec.shape.disks.element.parse({ id, path: diskOf(id), format: 'qcow2', bus: 'virtio', target })
  }
  const newNic = (): VmSpec['nics'][number] => VmSpec.shape.nics.element.parse({ id: randomUUID(), mac: `52:54:00:${randomUUID().slice(0, 6).match(/../g)?.join(':')}`, model: 'virtio', network: null })
  const apply = (spec: VmSpec) => on().client.vm.applyLive({ ...step(), spec, guestMs: 1_000 })

  it('tells the stored definition of a machine that runs, and judges one that is not made', async () => {
    const spec = await running()
    const { xml } = await on().client.vm.xml({ id: spec.id, inactive: true })
    expect(xml).toContain(spec.name)
    expect(await on().client.vm.checkXml({ xml })).toEqual({ problem: null })
    expect((await on().client.vm.checkXml({ xml: '<network/>' })).problem).toMatch(/\w+/)
    await on().client.vm.ensureStopped(call(spec))
  })

  it('tells whether its definition is another one', async () => {
    const spec = await running()
    const told = async () => (await on().client.vm.get({ id: spec.id }))?.definition
    const first = await told()
    expect(first).toMatch(/./)
    expect(await told()).toBe(first)
    const { vm } = await apply(VmSpec.parse({ ...spec, generation: 2, hardware: { ...spec.hardware, watchdog: { model: 'i6300esb' } } }))
    expect(vm.definition).not.toBe(first)
    await on().client.vm.ensureStopped(call({ ...spec, generation: 2 }))
  })

  it('differs in nothing from what it was started as', async () => {
    const spec = await running()
    expect((await apply(spec)).changes).toEqual([])
    await on().client.vm.ensureStopped(call(spec))
  })

  it('plugs in a disk and a card, limits the disk, and does so once', async () => {
    const spec = await running()
    const [disk, nic] = [await newDisk('vdb'), newNic()]
    const wanted = VmSpec.parse({
      ...spec, generation: 2, nics: [nic],
      disks: [...spec.disks.map(each => ({ ...each, options: { ...each.options, limits: { ...each.options.limits, totalIops: 500 } } })), disk],
    })
    const { vm, changes } = await apply(wanted)
    expect(outcomes(changes)).toEqual({ [`disks.${disk.id}`]: 'done', [`nics.${nic.id}`]: 'done', [`disks.${spec.disks[0]?.id}.options.limits.totalIops`]: 'done' })
    expect(vm.running?.disks.map(({ target }) => target)).toEqual(['vda', 'vdb'])
    expect(vm.running?.nics.map(({ mac }) => mac)).toEqual([nic.mac])
    expect(vm.running?.disks[0]?.options.limits.totalIops).toBe(500)
    expect((await apply(wanted)).changes).toEqual([])
    await on().client.vm.ensureStopped(call(wanted))
  })

  it('says what waits for the next start, and has it then', async () => {
    const spec = await running()
    const wanted = { ...spec, generation: 2, memoryMiB: 48, vcpus: 2 }
    const { vm, changes } = await apply(wanted)
    expect(outcomes(changes)).toEqual({ memoryMiB: 'needs_restart', vcpus: 'needs_restart' })
    expect(changes.map(({ reason }) => reason?.code)).toEqual(['live_no_slots', 'live_max_vcpus'])
    expect(vm.running).toMatchObject({ memoryMiB: 32, vcpus: 1, generation: 1 })
    await on().client.vm.ensureStopped(call(wanted))
    expect((await on().client.vm.ensureRunning({ ...step(), spec: wanted })).running).toMatchObject({ memoryMiB: 48, vcpus: 2, generation: 2 })
    await on().client.vm.ensureStopped(call(wanted))
  })

  it('plugs memory in where the size is raised, once, and starts with all of it', async () => {
    const spec = await running({ memoryMiB: 128, hardware: Hardware.parse({ memory: { maxMiB: 512, slots: 2 } }) })
    const wanted = { ...spec, generation: 2, memoryMiB: 256 }
    const { vm, changes } = await apply(wanted)
    expect(outcomes(changes)).toEqual({ memoryMiB: 'done' })
    expect(vm.running).toMatchObject({ memoryMiB: 128, hardware: { memory: { devices: [{ sizeMiB: 128 }] } } })
    expect((await apply(wanted)).changes).toEqual([])
    await on().client.vm.ensureStopped(call(wanted))
    expect((await on().client.vm.ensureRunning({ ...step(), spec: wanted })).running).toMatchObject({ memoryMiB: 256, hardware: { memory: { devices: [] } } })
    await on().client.vm.ensureStopped(call(wanted))
  })

  it('keeps a disk that the guest does not let go of, and its image', async () => {
    const name = `deaf-${randomUUID().slice(0, 8)}`
    const spec = await running({ name })
    const disk = await newDisk('vdb')
    const two = { ...spec, generation: 2, disks: [...spec.disks, disk] }
    await apply(two)
    const one = { ...spec, generation: 3 }
    for (let time = 0; time < 2; time += 1) {
      const { vm, changes } = await apply(one)
      expect(outcomes(changes)).toEqual({ [`disks.${disk.id}`]: 'waiting' })
      expect(changes[0]?.reason?.code).toBe('guest_silent')
      expect(vm.running?.disks.map(({ id }) => id)).toContain(disk.id)
    }
    const removal = { storagePath: on().storagePath, path: disk.path }
    await expect(on().client.disk.ensureAbsent({ ...step(), ...removal })).rejects.toMatchObject({ code: 'IN_USE' })
    await on().client.vm.ensureStopped(call(one))
    await on().client.disk.ensureAbsent({ ...step(), ...removal })
  })

  it('changes and ejects a CD', async () => {
    const drive = (path: string | null) => ({ target: 'sda', bus: 'sata', path })
    const [first, second] = [await newDisk('vdb'), await newDisk('vdc')]
    const spec = await running({ hardware: VmSpec.shape.hardware.parse({ cdroms: [drive(null)] }) })
    for (const [at, path] of [first.path, second.path, null].entries()) {
      const { vm, changes } = await apply(VmSpec.parse({ ...spec, generation: at + 2, hardware: { cdroms: [drive(path)] } }))
      expect(outcomes(changes)).toEqual({ 'hardware.cdroms.sda.path': 'done' })
      expect(vm.running?.hardware.cdroms.map(each => each.path)).toEqual([path])
    }
    await on().client.vm.ensureStopped({ ...call(spec), generation: 4 })
  })

  it('takes the link of a card down and up', async () => {
    const nic = newNic()
    await on().client.network.ensure({ ...step(), name: 'live-net', forward: { mode: 'nat', subnet: null } })
    const spec = await running({ nics: [{ ...nic, network: 'live-net' }] })
    for (const [at, link] of (['down', 'up'] as const).entries()) {
      const { vm, changes } = await apply({ ...spec, generation: at + 2, nics: [{ ...nic, network: 'live-net', options: { ...nic.options, link } }] })
      expect(outcomes(changes)).toEqual({ [`nics.${nic.id}.options.link`]: 'done' })
      expect(vm.running?.nics[0]?.options.link).toBe(link)
    }
    expect(outcomes((await apply({ ...spec, generation: 4, nics: [nic] })).changes)).toEqual({ [`nics.${nic.id}.network`]: 'done' })
    await on().client.vm.ensureStopped({ ...call(spec), generation: 4 })
  })

  it('defines a machine that is down, and knows none that is not there', async () => {
    const spec = await newSpec()
    await on().client.vm.ensureDefined({ ...step(), spec })
    expect(await apply({ ...spec, generation: 2, memoryMiB: 48 })).toMatchObject({ vm: { generation: 2, memoryMiB: 48, state: 'down' }, changes: [] })
    await expect(apply(spec)).rejects.toMatchObject({ code: 'STALE_GENERATION' })
    await expect(apply(await newSpec())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
}
