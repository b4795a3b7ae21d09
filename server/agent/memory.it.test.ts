import { afterAll, beforeAll, expect, it } from 'vitest'
import { blankSpec, callOn, step, withStorage } from './testing/specs'
import { testHost } from './testing/test-host'
import type { TestHost } from './testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

const residentMiB = async (): Promise<number> =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(await host.daemon.exec('cat', `/proc/${host.agent.pid}/status`))?.[1]) / 1024

it('the agent stays under 90 MiB, in a burst of calls too', { timeout: 120_000 }, async () => {
  await using log = await host.watch()
  const specs = await Promise.all(Array.from({ length: 4 }, () => blankSpec(host)))
  for (const spec of specs) await host.client.vm.ensureRunning({ ...step(), spec })
  await log.next('stats', ({ vms }) => vms.length === specs.length)
  expect(await residentMiB()).toBeLessThan(90)
  const seen: number[] = []
  for (let round = 0; round < 80; round++) {
    await Promise.all([host.client.vm.list(), ...specs.map(({ id }) => host.client.vm.get({ id }))])
    if (round % 20 === 19) seen.push(await residentMiB())
  }
  expect(Math.max(...seen)).toBeLessThan(90)
  for (const spec of specs) await host.client.vm.ensureAbsent(callOn(spec))
})
