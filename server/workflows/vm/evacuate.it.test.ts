import { afterAll, beforeAll, expect, it } from 'vitest'
import { settled } from '@/e2e/engine/scenarios'
import { createWorld, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { evacuateHost } from '@/server/commands/host/evacuate'
import { createVm } from '@/server/commands/vm/create'
import { migrateVm } from '@/server/commands/vm/migrate'
import { setMigration } from '@/server/commands/vm/set-migration'

/** Many at once on simulated hosts: the limits hold whatever is asked for. */
let world: World
let busiest = 0
const machines = 30
const limitMs = 180_000

beforeAll(async () => {
  world = await createWorld({ hosts: 3 })
  await world.start({
    aroundStep: async (info, run) => {
      if (info.kind === 'vm.migrate' && info.step === 'move the machine') {
        const running = await world.db.migration.findMany({ where: { endedAt: null } })
        for (const side of ['sourceId', 'destinationId'] as const) {
          for (const { hostId } of world.agents) busiest = Math.max(busiest, running.filter(one => one[side] === hostId).length)
        }
      }
      return run()
    },
  })
}, limitMs)
afterAll(() => world.close())

/** Everything on one host: the others can't have its network while it is filled. */
async function fill(hostId: string): Promise<string[]> {
  await world.db.networkHost.updateMany({ where: { hostId: { not: hostId } }, data: { error: 'the test asks for it', active: false } })
  const made: { id: string }[] = []
  for (let count = 0; count < machines; count += 1) made.push(await createVm(world.context(), vmFrom(world, { start: true })))
  await world.until(async () => (await world.db.vm.count({ where: { hostId, status: 'up', jobId: null } })) === machines)
  await world.db.networkHost.updateMany({ data: { error: null, active: true } })
  return made.map(({ id }) => id)
}

it('empties a host, two at a time out and in; what is pinned or only moved by a person stays', async () => {
  const hostId = world.agents[0]?.hostId ?? ''
  const [pinned = '', manual = ''] = await fill(hostId)
  await setMigration(world.context(), { id: pinned, mode: 'pinned', policy: null, options: {} })
  await setMigration(world.context(), { id: manual, mode: 'manual', policy: 'legacy', options: {} })
  const { jobIds, left } = await evacuateHost(world.context(), { id: hostId })
  expect(jobIds).toHaveLength(machines - 2)
  expect(left.map(({ vm }) => vm.id).sort()).toEqual([pinned, manual].sort())
  for (const jobId of jobIds) expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  await settled(world)
  expect(busiest).toBe(2)
  expect((await world.db.vm.findMany({ where: { hostId } })).map(({ id }) => id).sort()).toEqual([pinned, manual].sort())
  for (const { state } of world.agents) {
    const here = state().machines
    expect(here.every(machine => machine.state === 'running')).toBe(true)
  }
  expect(world.agents.flatMap(agent => agent.state().machines)).toHaveLength(machines)

  await expect(migrateVm(world.context(), { id: pinned })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'pinned' } } })
  const byHand = await migrateVm(world.context(), { id: manual })
  expect(await world.jobEnd(byHand.jobId)).toMatchObject({ state: 'succeeded' })
  // The machine's own policy goes before the cluster's.
  expect(await world.db.migration.findUnique({ where: { id: byHand.jobId } })).toMatchObject({ policy: 'legacy' })
}, limitMs)

it('a host that is asked for and does not fit is named with its reason, and nothing moves', async () => {
  const vm = await world.db.vm.findFirstOrThrow({ where: { migrationMode: 'any', status: 'up' } })
  const other = world.agents.find(({ hostId }) => hostId !== vm.hostId)?.hostId ?? ''
  await world.db.networkHost.updateMany({ where: { hostId: other }, data: { error: 'the test asks for it', active: false } })
  const { jobId } = await migrateVm(world.context(), { id: vm.id, hostId: other })
  const { state, error } = await world.jobEnd(jobId)
  expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'NO_HOST' })
  expect(error?.message).toContain('does not have network default')
  expect((await world.db.vm.findUniqueOrThrow({ where: { id: vm.id } })).hostId).toBe(vm.hostId)
  await world.db.networkHost.updateMany({ data: { error: null, active: true } })
}, limitMs)

it('what an interrupted migration leaves stopped at the source is ended: one host has the machine', async () => {
  const id = await world.vm({ name: 'leave-rest', start: true })
  const has = () => world.agents.filter(agent => agent.state().machines.some(({ spec }) => spec.id === id))
  const [source] = has()
  const { jobId } = await migrateVm(world.context(), { id })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  const { hostId } = await world.db.vm.findUniqueOrThrow({ where: { id } })
  expect(hostId).not.toBe(source?.hostId)
  expect(has().map(agent => agent.hostId)).toEqual([hostId])

  // Its host was away when the migration ended, and comes back with it.
  const spec = has()[0]?.state().machines.find(one => one.spec.id === id)?.spec
  if (!spec) throw new Error('the machine is nowhere')
  source?.guest.appears(spec, 'migrating_in', world.instanceId)
  await world.until(async () => has().length === 1)
  expect(has().map(agent => agent.hostId)).toEqual([hostId])
  expect(await world.db.event.count({ where: { code: 'vm.runs_twice' } })).toBe(0)
}, limitMs)
