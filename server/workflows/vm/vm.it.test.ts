import { afterAll, beforeAll, expect, it } from 'vitest'
import { shutdownVm } from '@/server/commands/vm/shutdown'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { saveVm } from '@/server/commands/vm/save'
import { startVm } from '@/server/commands/vm/start'
import { updateVm } from '@/server/commands/vm/update'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'

let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

it('creates, starts and forces off a machine', async () => {
  const id = await world.vm()
  const row = await world.db.vm.findUniqueOrThrow({ where: { id } })
  expect(row).toMatchObject({ status: 'down', observedState: 'down', jobId: null })
  const { jobId } = await startVm(world.context(), { id })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'up', jobId: null })
  const off = await poweroffVm(world.context(), { id })
  expect(await world.jobEnd(off.jobId)).toMatchObject({ state: 'succeeded' })
  expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'down', statusReason: '', observedReason: 'destroyed', jobId: null })
})

it('goes on from saved memory on the host that has it, and on no other', async () => {
  const id = await world.vm({ start: true })
  const { hostId } = await world.db.vm.findUniqueOrThrow({ where: { id } })
  expect(await world.jobEnd((await saveVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded', error: null })
  const row = await world.db.vm.findUniqueOrThrow({ where: { id } })
  expect(row).toMatchObject({ status: 'suspended', observedState: 'saved', hostId, runtime: null })

  await expect(updateVm(world.context(), { id, generation: row.generation, memoryMiB: 256 })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'saved_state' } } })
  await updateVm(world.context(), { id, generation: row.generation, description: 'kept' })

  await world.db.networkHost.updateMany({ where: { hostId: hostId ?? '' }, data: { error: 'the test asks for it', active: false } })
  const refused = await world.jobEnd((await startVm(world.context(), { id })).jobId)
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'NO_HOST', hint: expect.stringContaining('saved on that host') } })
  await world.db.networkHost.updateMany({ data: { error: null, active: true } })
  expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'up', hostId })
})

it('presses the power button when the guest agent takes the question and dies', async () => {
  const id = await world.vm({ name: 'with-agent-dies', start: true })
  const { jobId } = await shutdownVm(world.context(), { id, timeoutSeconds: 3 })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'down', observedReason: 'shutdown' })
})
