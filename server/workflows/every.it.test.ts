import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { everything, heal, scenarios, settled } from '@/e2e/engine/scenarios'
import { createWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { AppError } from '@/server/domain/error'
import type { StepInfo } from './environment'
import { workflowOf, workflows } from './table'
import { queueStart } from './vm/queue-start'

/** The two tests that every workflow must pass (STYLE: omicron's sagas). */
type Around = <T>(info: StepInfo, run: () => Promise<T>) => Promise<T>
const plainly: Around = (_, run) => run()
let around: Around = plainly
let world: World

const open = async (): Promise<void> => {
  world = await createWorld({ hosts: 2 })
  await world.start({ aroundStep: (info, run) => around(info, run), patienceMs: 1_000 })
}
/** For the tests after one that failed: what it left behind would keep each of them waiting for its time-out. */
const renew = async (): Promise<void> => {
  await world.close()
  await open()
}

beforeAll(open)
afterAll(() => world.close())
afterEach(async ({ task }) => {
  around = plainly
  if (task.result?.state === 'fail') return renew()
  try {
    await heal(world)
  } catch (error) {
    await renew()
    throw error
  }
})

const injected = () => new AppError('LIBVIRT', 'The test asks for it.', { cause: { system: 'libvirt', code: 1, message: 'injected' } })

it('has a scenario for each workflow', () => {
  expect(workflows.map(({ kind }) => kind).filter(kind => !scenarios.some(scenario => scenario.kind === kind))).toEqual([])
})

/** As patient as the world's own waits: a loaded machine must not fail a test. */
const limitMs = 90_000

describe('each step run twice changes nothing', () => {
  it.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (_, { kind, prepare, command }) => {
    const id = await prepare(world)
    await settled(world)
    const doubled: string[] = []
    around = async (info, run) => {
      if (info.kind !== kind) return run()
      await run()
      const once = world.agents.map(agent => agent.state())
      const result = await run()
      // What a guest does upon a request is no effect of the second go.
      if (!info.step.startsWith('ask')) expect(world.agents.map(agent => agent.state())).toEqual(once)
      doubled.push(info.step)
      return result
    }
    const { jobId } = await command(world, id ?? randomUUID())
    const { state, steps, error } = await world.jobEnd(jobId)
    expect({ state, error }).toEqual({ state: 'succeeded', error: null })
    expect(doubled).toEqual(steps.filter(step => step.state === 'done').map(({ name }) => name))
    await settled(world)
    expect(await world.db.vm.count({ where: { jobId: { not: null } } })).toBe(0)
  }, limitMs)
})

const failures = scenarios.flatMap(scenario => {
  const { steps } = workflowOf(scenario.kind)
  return steps.flatMap((step, at) => (['before', 'after'] as const).map(phase => {
    const taken = phase === 'after' && step.irreversible === true
    const irreversible = steps.slice(0, at).some(one => one.irreversible) || taken
    return [scenario.name, phase, step.name, { scenario, irreversible, refuses: taken && step.name === queueStart.name }] as const
  }))
})

describe('a failure at each step leaves nothing behind', () => {
  it.each(failures)('%s fails %s “%s”', async (_, phase, step, { scenario, irreversible, refuses }) => {
    const id = await scenario.prepare(world)
    await settled(world)
    const before = await everything(world)
    let reached = false
    around = async (info, run) => {
      if (info.kind !== scenario.kind || info.step !== step || info.direction !== 'do') return run()
      reached = true
      if (phase === 'after') await run()
      throw injected()
    }
    const { jobId } = await scenario.command(world, id ?? randomUUID())
    const { state, error, steps } = await world.jobEnd(jobId)
    await settled(world)
    // A step that this scenario leaves out has nothing to fail.
    if (['skipped', undefined].includes(steps.find(({ name }) => name === step)?.state) && !reached) {
      expect(state).toBe('succeeded')
      return
    }
    expect({ state, reached, message: error?.message, hint: error?.hint }).toEqual({
      state: 'failed', reached: true, message: 'The test asks for it.', hint: refuses ? expect.stringMatching(/could be undone/) : undefined,
    })
    expect(await world.db.vm.count({ where: { jobId: { not: null } } })).toBe(0)
    if (!irreversible) expect(await everything(world)).toEqual(before)
  }, limitMs)
})
