import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { AppError } from '@/server/domain/error'
import { VmSpec } from '@/server/contract/agent/vm'
import { attachDisk } from '@/server/commands/disk/attach'
import { checkDiskImage, repairDiskImage } from '@/server/commands/disk/check'
import { copyDisk } from '@/server/commands/disk/copy'
import { cancelJob } from '@/server/commands/job/cancel'
import { createDisk, createVmDisk } from '@/server/commands/disk/create'
import { detachDisk } from '@/server/commands/disk/detach'
import { moveDisk } from '@/server/commands/disk/move'
import { removeDisk } from '@/server/commands/disk/remove'
import { resizeDisk } from '@/server/commands/disk/resize'
import { shrinkDisk } from '@/server/commands/disk/shrink'
import type { CommandContext } from '@/server/commands/vm/context'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { listEvents } from '@/server/store/list/event'
import { getDisk } from '@/server/store/read/disk'
import { updateVm } from '@/server/commands/vm/update'

let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

const reader = { id: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c10', username: 'root', grants: [{ role: 'SuperUser' as const, objectType: 'system' as const, objectId: null }] }
const stranger = (path: string) => VmSpec.parse({
  id: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c11', name: 'stranger', instanceId: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c12', generation: 1, memoryMiB: 64, vcpus: 1,
  disks: [{ id: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c13', path, format: 'qcow2', bus: 'virtio', target: 'vda' }], nics: [],
})
const blank = { sizeMiB: 16, format: 'qcow2', allocation: 'thin', bus: 'virtio', options: {} } as const
const done = async (asked: Promise<{ jobId: string }>) => expect(await world.jobEnd((await asked).jobId)).toMatchObject({ state: 'succeeded', error: null })
const row = (id: string) => world.db.disk.findUnique({ where: { id } })
const floating = async (change: object = {}) => {
  const { id, jobId } = await createDisk(world.context(), { ...blank, name: 'floats', storageDomainId: world.ids.storageDomain, ...change })
  await world.jobEnd(jobId)
  return id
}
const defined = (vmId: string) => world.agents.flatMap(agent => agent.state().machines).find(({ spec }) => spec.id === vmId)?.spec.disks.map(({ target }) => target)

it('goes from machine to machine with its data, and to its end', async () => {
  const [one, two] = [await world.vm(), await world.vm()]
  const { id, jobId } = await createVmDisk(world.context(), { ...blank, id: one, name: 'wanders', bus: 'scsi' })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect([defined(one), await row(id)]).toMatchObject([['vda', 'sda'], { vmId: one, target: 'sda', jobId: null }])

  await done(detachDisk(world.context(), { id }))
  expect([defined(one), await row(id)]).toMatchObject([['vda'], { vmId: null }])
  await done(attachDisk(world.context(), { id: two, diskId: id, bus: 'virtio' }))
  expect([defined(two), await row(id)]).toMatchObject([['vda', 'vdb'], { vmId: two, target: 'vdb' }])
  await expect(attachDisk(world.context(), { id: one, diskId: id })).rejects.toMatchObject({ code: 'IN_USE' })

  await done(resizeDisk(world.context(), { id, sizeMiB: 64 }))
  expect((await row(id))?.sizeMiB).toBe(64)
  await expect(resizeDisk(world.context(), { id, sizeMiB: 32 })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'disk_shrink' } } })

  const path = (await row(id))?.path ?? ''
  await done(removeDisk(world.context(), { id }))
  expect([defined(two), await row(id), world.folder.has(path)]).toEqual([['vda'], null, false])

  // Its jobs were about the machines; its own page shows what they did to it.
  const told = await listEvents(world.db, { search: `subject=${id}`, limit: 50 }, reader)
  for (const kind of ['create', 'detach', 'attach', 'resize', 'delete']) expect(told.items.map(({ code }) => code)).toContain(`disk.${kind}.succeeded`)
})

it('stays where a machine runs from it, or is protected', async () => {
  const vmId = await world.vm({ start: true })
  const { id } = await world.db.disk.findFirstOrThrow({ where: { vmId } })
  for (const deed of [detachDisk, removeDisk]) await expect(deed(world.context(), { id })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'disk_boots' } } })
  await done(resizeDisk(world.context(), { id, sizeMiB: 256 }))

  const still = await world.vm()
  await world.db.vm.update({ where: { id: still }, data: { deleteProtected: true } })
  const own = await world.db.disk.findFirstOrThrow({ where: { vmId: still } })
  await expect(removeDisk(world.context(), own)).rejects.toMatchObject({ detail: { reason: { code: 'protected' } } })
})

const pathsOf = (vmId: string) => world.agents.flatMap(agent => agent.state().machines).find(({ spec }) => spec.id === vmId)?.spec.disks.map(({ path }) => path)
const runs = (vmId: string) => world.agents.flatMap(agent => agent.state().machines).find(({ spec }) => spec.id === vmId)?.running?.disks.map(({ path }) => path)
const running = (vmId: string) => world.agents.flatMap(agent => agent.state().machines).find(({ spec }) => spec.id === vmId)?.running?.disks.map(({ target }) => target)

it('is made smaller, checked and repaired while no machine runs from it', async () => {
  const vmId = await world.vm()
  const { id, path, sizeMiB } = await world.db.disk.findFirstOrThrow({ where: { vmId } })
  await expect(shrinkDisk(world.context(), { id, sizeMiB })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'disk_grow' } } })
  await done(shrinkDisk(world.context(), { id, sizeMiB: 16 }))
  expect([(await row(id))?.sizeMiB, world.folder.get(path)?.sizeMiB]).toEqual([16, 16])

  const image = world.folder.get(path)
  if (image) Object.assign(image, { damaged: true, leaks: 3 })
  await done(checkDiskImage(world.context(), { id }))
  expect((await getDisk(world.db, id, reader))?.lastCheck).toMatchObject({ repair: 'none', report: { corruptions: 1, leaks: 3 } })
  await done(repairDiskImage(world.context(), { id, repair: 'all' }))
  expect((await getDisk(world.db, id, reader))?.lastCheck).toMatchObject({ repair: 'all', report: { corruptions: 0, leaks: 0, corruptionsFixed: 1 } })
  expect((await listEvents(world.db, { search: `subject=${id}`, limit: 50 }, reader)).items.map(({ code }) => code)).toEqual(expect.arrayContaining(['disk.damaged', 'disk.sound']))

  await world.jobEnd((await startVm(world.context(), { id: vmId })).jobId)
  for (const deed of [() => checkDiskImage(world.context(), { id }), () => repairDiskImage(world.context(), { id, repair: 'all' }), () => shrinkDisk(world.context(), { id, sizeMiB: 8 })]) {
    await expect(deed()).rejects.toMatchObject({ code: 'IN_USE', detail: { reason: { code: 'disk_in_use' } } })
  }
  const raw = await floating({ format: 'raw' })
  await expect(checkDiskImage(world.context(), { id: raw })).rejects.toMatchObject({ detail: { reason: { code: 'disk_raw_check' } } })
})

it('is copied, moved and converted while no machine runs from it', async () => {
  const vmId = await world.vm()
  const { id, path: thin, storageDomainId } = await world.db.disk.findFirstOrThrow({ where: { vmId } })
  const { id: copyId, jobId } = await copyDisk(world.context(), { id, name: 'twin', storageDomainId, format: 'raw', allocation: 'thin' })
  // Both are held, and the one that is made can't be used before it is whole.
  await expect(attachDisk(world.context(), { id: vmId, diskId: copyId })).rejects.toMatchObject({ code: 'LOCKED' })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  const copy = await row(copyId)
  expect([copy, world.folder.get(copy?.path ?? '')]).toMatchObject([{ vmId: null, jobId: null, name: 'twin', format: 'raw', templateId: null }, { format: 'raw', backing: null }])

  // A thin disk becomes whole where it lies; moved again as it is, there is nothing to do.
  await done(moveDisk(world.context(), { id }))
  const whole = (await row(id))?.path ?? ''
  expect([world.folder.has(thin), world.folder.get(whole)?.backing, defined(vmId)]).toEqual([false, null, ['vda']])
  expect(pathsOf(vmId)).toEqual([whole])
  await expect(moveDisk(world.context(), { id })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'disk_move_nothing' } } })
  await done(moveDisk(world.context(), { id, format: 'raw', allocation: 'preallocated' }))
  expect(await row(id)).toMatchObject({ format: 'raw', allocation: 'preallocated', jobId: null })
  expect(world.folder.has(whole)).toBe(false)
})

it('stays where it is when there is no room for it elsewhere, or when the move is cancelled', async () => {
  const vmId = await world.vm()
  const before = await world.db.disk.findFirstOrThrow({ where: { vmId } })
  const { hostId } = await world.db.vm.findUniqueOrThrow({ where: { id: vmId } })
  const { faults } = world.agentOf(hostId)
  faults.fail('disk.ensure', new AppError('DISK_FULL', 'the test asks for it'))
  expect(await world.jobEnd((await moveDisk(world.context(), { id: before.id })).jobId)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' } })

  const { reached, release } = faults.hold('disk.ensure')
  const { jobId } = await moveDisk(world.context(), { id: before.id })
  await reached
  await cancelJob(world.context(), { id: jobId })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'cancelled' })
  release()
  expect([await row(before.id), pathsOf(vmId)]).toMatchObject([{ path: before.path, jobId: null }, [before.path]])
  // What had been begun is ended.
  expect(faults.calls.lastIndexOf('disk.ensureAbsent')).toBeGreaterThan(faults.calls.lastIndexOf('disk.ensure'))
  await done(startVm(world.context(), { id: vmId }))
})

it('moves while its machine runs, which is always on one whole image', async () => {
  const vmId = await world.vm({ start: true })
  const { id, path: old } = await world.db.disk.findFirstOrThrow({ where: { vmId } })
  const { hostId } = await world.db.vm.findUniqueOrThrow({ where: { id: vmId } })
  const { faults } = world.agentOf(hostId)
  const at = async (where: 'old' | 'new') => {
    const { path } = await world.db.disk.findUniqueOrThrow({ where: { id } })
    expect([path === old, pathsOf(vmId), runs(vmId), world.folder.has(path)]).toEqual([where === 'old', [path], [path], true])
    expect([...world.folder.keys()].filter(each => each.includes(id))).toEqual([path].filter(each => each.includes(id)))
  }
  // QEMU breaks it off, or a person does.
  faults.fail('vm.mirrorDisk', new AppError('LIBVIRT', 'the test asks for it', { cause: { system: 'qemu', code: 'mirror', message: 'full' } }))
  expect(await world.jobEnd((await moveDisk(world.context(), { id, format: 'raw' })).jobId)).toMatchObject({ state: 'failed', error: { code: 'LIBVIRT' } })
  await at('old')
  const { reached, release } = faults.hold('vm.mirrorDisk')
  const { jobId } = await moveDisk(world.context(), { id, format: 'raw' })
  await reached
  expect((await world.db.vm.findUniqueOrThrow({ where: { id: vmId } })).status).toBe('up')
  await cancelJob(world.context(), { id: jobId })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'cancelled' })
  release()
  await at('old')
  // The answer to the switch is lost: what the machine runs from is asked, not guessed.
  faults.fail('disk.inspect', new AppError('IMAGE_MISSING', 'the test asks for it'))
  expect(await world.jobEnd((await moveDisk(world.context(), { id, format: 'raw' })).jobId)).toMatchObject({ state: 'failed' })
  await at('new')
  await done(moveDisk(world.context(), { id, format: 'qcow2' }))
  await at('new')
  expect((await row(id))?.format).toBe('qcow2')
})

it('is not worked on while a machine that Atrium does not know runs from it', async () => {
  const id = await floating()
  const { path } = await world.db.disk.findUniqueOrThrow({ where: { id } })
  world.agents[1]?.guest.appears(stranger(path))
  for (const deed of [checkDiskImage, (context: CommandContext) => shrinkDisk(context, { id, sizeMiB: 8 })]) {
    expect(await world.jobEnd((await deed(world.context(), { id })).jobId)).toMatchObject({ state: 'failed', error: { code: 'IN_USE', reason: { code: 'disk_in_machine' } } })
  }
  expect([(await row(id))?.sizeMiB, world.folder.get(path)?.sizeMiB]).toEqual([16, 16])
  world.agents[1]?.guest.disappears(stranger(path).id)
})

it('comes and goes while its machine runs, and nothing else of what waits with it', async () => {
  const vmId = await world.vm({ start: true })
  const { generation } = await world.db.vm.findUniqueOrThrow({ where: { id: vmId } })
  await updateVm(world.context(), { id: vmId, generation, vcpus: 2 })
  const { id, jobId } = await createVmDisk(world.context(), { ...blank, id: vmId, name: 'hot' })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect([running(vmId), defined(vmId)]).toEqual([['vda', 'vdb'], ['vda', 'vdb']])
  expect((await world.db.vm.findUniqueOrThrow({ where: { id: vmId } })).runtime).toMatchObject({ vcpus: 1 })
  await done(detachDisk(world.context(), { id }))
  expect([running(vmId), defined(vmId), await row(id)]).toMatchObject([['vda'], ['vda'], { vmId: null }])
  await done(attachDisk(world.context(), { id: vmId, diskId: id }))
  const path = (await row(id))?.path ?? ''
  await done(removeDisk(world.context(), { id }))
  expect([running(vmId), await row(id), world.folder.has(path)]).toEqual([['vda'], null, false])
})

it('stays in a machine whose guest does not let go of it, with its data', async () => {
  const vmId = await world.vm({ name: 'deaf-guest', start: true })
  const { id, jobId } = await createVmDisk(world.context(), { ...blank, id: vmId, name: 'held' })
  await world.jobEnd(jobId)
  const path = (await row(id))?.path ?? ''
  for (const deed of [detachDisk, removeDisk]) {
    expect(await world.jobEnd((await deed(world.context(), { id })).jobId)).toMatchObject({ state: 'failed', error: { code: 'TIMEOUT', reason: { code: 'guest_silent' } } })
    expect([running(vmId), defined(vmId), await row(id), world.folder.has(path)]).toMatchObject([['vda', 'vdb'], ['vda', 'vdb'], { vmId, jobId: null }, true])
  }
})

it('on a bus that nothing is plugged into waits for the next start, and stays until it is off', async () => {
  const vmId = await world.vm({ start: true })
  const { id, jobId } = await createVmDisk(world.context(), { ...blank, id: vmId, name: 'slow', bus: 'sata' })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded' })
  expect([running(vmId), defined(vmId)]).toEqual([['vda'], ['vda', 'sda']])
  await world.jobEnd((await poweroffVm(world.context(), { id: vmId })).jobId)
  await done(startVm(world.context(), { id: vmId }))
  expect(running(vmId)).toEqual(['vda', 'sda'])
  expect(await world.jobEnd((await detachDisk(world.context(), { id })).jobId)).toMatchObject({ state: 'failed', error: { reason: { code: 'live_bus' } } })
  expect([running(vmId), defined(vmId), await row(id)]).toMatchObject([['vda', 'sda'], ['vda', 'sda'], { vmId }])
})

it('is not deleted while a machine that Atrium does not know has it', async () => {
  const id = await floating()
  const { path } = await world.db.disk.findUniqueOrThrow({ where: { id } })
  const spec = stranger(path)
  // On the other host than the one that would remove it.
  world.agents[1]?.guest.appears(spec)
  const refused = await world.jobEnd((await removeDisk(world.context(), { id })).jobId)
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'IN_USE' } })
  expect([await row(id), world.folder.has(path)]).toMatchObject([{ jobId: null }, true])
  world.agents[1]?.guest.disappears(spec.id)
  await done(removeDisk(world.context(), { id }))
})

it('is shared by machines, and goes with the last of them', async () => {
  const id = await floating({ format: 'raw', options: { shareable: true } })
  const [one, two] = [await world.vm(), await world.vm()]
  await done(attachDisk(world.context(), { id: one, diskId: id }))
  await done(attachDisk(world.context(), { id: two, diskId: id }))
  const { path } = await world.db.disk.findUniqueOrThrow({ where: { id } })
  const share = await world.db.disk.findFirstOrThrow({ where: { path, vmId: two } })
  expect((await getDisk(world.db, id, reader))?.users.map(({ vm, target }) => [vm.id, target]).sort()).toEqual([[one, 'vdb'], [two, 'vdb']].sort())
  await expect(attachDisk(world.context(), { id: two, diskId: id })).rejects.toMatchObject({ detail: { reason: { code: 'disk_twice' } } })
  await expect(resizeDisk(world.context(), { id, sizeMiB: 64 })).rejects.toMatchObject({ code: 'IN_USE' })

  await done(detachDisk(world.context(), { id }))
  expect([await row(id), defined(one), defined(two)]).toEqual([null, ['vda'], ['vda', 'vdb']])
  await done(removeDisk(world.context(), share))
  expect([await world.db.disk.count({ where: { path } }), world.folder.has(path)]).toEqual([0, false])
})

it.each([
  [{ name: '' }, 'name'], [{ sizeMiB: 0 }, 'sizeMiB'], [{ sizeMiB: 2 ** 40 }, 'sizeMiB'], [{ options: { shareable: true } }, 'shareable'],
])('refuses %j', async (change, field) => {
  const before = await world.db.disk.count()
  await expect(createDisk(world.context(), { ...blank, name: 'bad', storageDomainId: world.ids.storageDomain, ...change })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field } })
  expect(await world.db.disk.count()).toBe(before)
})

it('is taken back whole when the machine’s host refuses it', async () => {
  const vmId = await world.vm()
  const before = [await world.db.disk.count(), world.folder.size]
  const { hostId } = await world.db.vm.findUniqueOrThrow({ where: { id: vmId } })
  world.agentOf(hostId).faults.fail('vm.ensureDefined', new AppError('LIBVIRT', 'the test asks for it', { cause: { system: 'libvirt', code: 1, message: 'no' } }))
  const { jobId } = await createVmDisk(world.context(), { ...blank, id: vmId, name: 'second' })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed' })
  expect([await world.db.disk.count(), world.folder.size]).toEqual(before)
  await done(startVm(world.context(), { id: vmId }))
})
