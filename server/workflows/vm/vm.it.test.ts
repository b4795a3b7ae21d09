import { afterAll, beforeAll, expect, it } from 'vitest'
import { shutdownVm } from '@/server/commands/vm/shutdown'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { createWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'

let world: World
beforeAll(async () => {
  world = await createWorld({ hosts: 2 })
  await world.start()
})
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

it('presses the power button when the guest agent takes the question and dies', async () => {
  const id = await world.vm({ name: 'with-agent-dies', start: true })
  const { jobId } = await shutdownVm(world.context(), { id, timeoutSeconds: 3 })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'down', observedReason: 'shutdown' })
})
