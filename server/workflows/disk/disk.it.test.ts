import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { AppError } from '@/server/domain/error'
import { VmSpec } from '@/server/contract/agent/vm'
import { attachDisk } from '@/server/commands/disk/attach'
import { createDisk, createVmDisk } from '@/server/commands/disk/create'
import { detachDisk } from '@/server/commands/disk/detach'
import { removeDisk } from '@/server/commands/disk/remove'
import { resizeDisk } from '@/server/commands/disk/resize'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { updateVm } from '@/server/commands/vm/update'

let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

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

const running = (vmId: string) => world.agents.flatMap(agent => agent.state().machines).find(({ spec }) => spec.id === vmId)?.running?.disks.map(({ target }) => target)

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
  const spec = VmSpec.parse({
    id: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c11', name: 'stranger', instanceId: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c12', generation: 1, memoryMiB: 64, vcpus: 1,
    disks: [{ id: '5b6f0c9e-7b1d-4b0e-9a58-4a6a5a1d9c13', path, format: 'qcow2', bus: 'virtio', target: 'vda' }], nics: [],
  })
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
