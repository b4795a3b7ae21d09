import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { detachDisk } from '@/server/commands/disk/detach'
import { cloneVm } from '@/server/commands/vm/clone'
import { discardSavedVm } from '@/server/commands/vm/discard-saved'
import { migrateVm } from '@/server/commands/vm/migrate'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { removeVm } from '@/server/commands/vm/remove'
import { saveVm } from '@/server/commands/vm/save'
import { setVmProperties } from '@/server/commands/vm/set-properties'
import { startVm } from '@/server/commands/vm/start'
import { updateVm } from '@/server/commands/vm/update'

let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

const done = async (asked: Promise<{ jobId: string }>) => expect(await world.jobEnd((await asked).jobId)).toMatchObject({ state: 'succeeded', error: null })
const row = (id: string) => world.db.vm.findUniqueOrThrow({ where: { id }, include: { disks: true } })
const overlays = () => [...world.folder.keys()].filter(path => path.includes('stateless'))
/** What the host has the machine on. */
const runsOn = (id: string) => world.agents.flatMap(agent => agent.state().machines).find(({ spec }) => spec.id === id)?.spec.disks.map(({ path }) => path)
const settled = (id: string) => world.until(async () => {
  const { statelessRun, jobId } = await row(id)
  return !statelessRun && jobId === null
})

it('writes to overlays that are gone when it is off, while its disk stays', async () => {
  const id = await world.vm()
  const { disks: [disk] } = await row(id)
  await setVmProperties(world.context(), { id, stateless: true })
  await done(startVm(world.context(), { id }))
  expect([runsOn(id), overlays(), (await row(id)).statelessRun]).toEqual([[`/data/images/${disk?.id}.stateless.qcow2`], runsOn(id), true])
  expect(world.folder.get(overlays()[0] ?? '')).toMatchObject({ backing: disk?.path })

  const reason = { detail: { reason: { code: 'stateless' } } }
  await expect(updateVm(world.context(), { id, generation: (await row(id)).generation, disks: [{ id: disk?.id ?? '', bus: 'scsi' }] })).rejects.toMatchObject(reason)
  await done(poweroffVm(world.context(), { id }))
  await settled(id)
  expect([runsOn(id), overlays(), world.folder.has(disk?.path ?? '')]).toEqual([[disk?.path], [], true])
  // Once as usual, whatever its property says.
  await done(startVm(world.context(), { id, stateless: false }))
  expect([runsOn(id), overlays(), (await row(id)).statelessRun]).toEqual([[disk?.path], [], false])
})

it('begins afresh when it is started again before its changes are dropped', async () => {
  const id = await world.vm()
  await done(startVm(world.context(), { id, stateless: true }))
  await world.stopEngine()
  world.agents.find(agent => agent.state().machines.some(({ spec }) => spec.id === id))?.guest.powersOff(id)
  await world.db.vm.update({ where: { id }, data: { observedState: 'down', status: 'down' } })
  await expect(cloneVm(world.context(), { id, name: 'copy-of-changes', disks: [], generalise: null })).rejects.toMatchObject({ detail: { reason: { code: 'stateless' } } })
  await expect(detachDisk(world.context(), (await row(id)).disks[0] ?? { id })).rejects.toMatchObject({ detail: { reason: { code: 'stateless' } } })
  const { jobId } = await startVm(world.context(), { id, stateless: false })
  await world.start()
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect([runsOn(id), overlays()]).toEqual([(await row(id)).disks.map(({ path }) => path), []])
})

it('goes on with its changes from saved memory, and drops them with it', async () => {
  const id = await world.vm()
  await done(startVm(world.context(), { id, stateless: true }))
  await done(saveVm(world.context(), { id }))
  expect([overlays().length, (await row(id)).statelessRun]).toEqual([1, true])
  await done(startVm(world.context(), { id }))
  expect(runsOn(id)).toEqual(overlays())
  await done(saveVm(world.context(), { id }))
  await done(discardSavedVm(world.context(), { id }))
  await settled(id)
  expect([runsOn(id), overlays()]).toEqual([(await row(id)).disks.map(({ path }) => path), []])
  await done(removeVm(world.context(), { id }))
})

it('is refused with a shared disk, without one, and together with autostart', async () => {
  const id = await world.vm()
  await world.db.disk.updateMany({ where: { vmId: id }, data: { options: { shareable: true } } })
  await expect(startVm(world.context(), { id, stateless: true })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'stateless_shared' } } })
  await expect(setVmProperties(world.context(), { id, stateless: true, autostart: true })).rejects.toMatchObject({ detail: { field: 'stateless' } })
  const bare = await world.vm({ blank: true })
  await expect(startVm(world.context(), { id: bare, stateless: true })).rejects.toMatchObject({ detail: { reason: { code: 'stateless_no_disk' } } })
})

it('migrates with its changes where the storage is shared, and drops them there', async () => {
  const id = await world.vm()
  await done(startVm(world.context(), { id, stateless: true }))
  const { hostId, disks } = await row(id)
  await done(migrateVm(world.context(), { id }))
  const moved = await row(id)
  expect(moved.hostId).not.toBe(hostId)
  const now = world.agentOf(moved.hostId).state().machines.find(({ spec }) => spec.id === id)
  expect([now?.state, now?.spec.disks.map(({ path }) => path), moved.statelessRun]).toEqual(['running', overlays(), true])
  await done(poweroffVm(world.context(), { id }))
  await settled(id)
  expect([runsOn(id), overlays()]).toEqual([disks.map(({ path }) => path), []])
})

it('is not moved away from its disks: they can’t be copied along', async () => {
  const id = await world.vm()
  await done(startVm(world.context(), { id, stateless: true }))
  const { jobId } = await migrateVm(world.context(), { id, storage: 'copy', diskIds: (await row(id)).disks.map(disk => disk.id) })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('stateless') } })
  expect([runsOn(id), (await row(id)).statelessRun]).toEqual([overlays(), true])
  await done(poweroffVm(world.context(), { id }))
  await settled(id)
})
