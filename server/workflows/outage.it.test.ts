import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { migrate } from '@/server/setup/migrate'
import { startPostgres } from '@/server/setup/postgres/start'
import { stopPostgres } from '@/server/setup/postgres/stop'

/** A PostgreSQL of its own, because it is stopped. */
let home: string
let world: World

beforeAll(async () => {
  // Made by the set-up itself, which lets the server's user in.
  home = join(tmpdir(), `atrium-engine-outage-${randomUUID()}`)
  const { url } = await startPostgres(home, { durable: false })
  await migrate(url)
  world = await createWorld({ database: { url, dispose: async () => { await stopPostgres(home) } } })
  await world.start()
})
afterAll(async () => {
  await world?.close()
  await stopPostgres(home)
  await rm(home, { recursive: true, force: true })
})

it('goes on when PostgreSQL was away in the middle of a step, and missed nothing', async () => {
  const id = await world.vm()
  const other = await world.vm({ start: true })
  const [agent] = world.agents
  const held = agent!.faults.hold('vm.ensureRunning')
  const { jobId } = await startVm(world.context(), { id })
  await held.reached
  await stopPostgres(home)
  held.release()
  // Happens while nobody can write it down.
  agent!.guest.powersOff(other)
  await startPostgres(home, { durable: false })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  await world.until(async () => (await world.db.vm.findUniqueOrThrow({ where: { id: other } })).status === 'down')
  expect(await world.db.vm.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'up', jobId: null })
  expect(agent!.state().machines.find(({ spec }) => spec.id === id)?.state).toBe('running')
  const again = await poweroffVm(world.context(), { id })
  expect(await world.jobEnd(again.jobId)).toMatchObject({ state: 'succeeded' })
}, 180_000)
