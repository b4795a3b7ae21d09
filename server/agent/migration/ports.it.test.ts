import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { migrationPorts } from '@/server/contract/agent/migration'
import { listenForProbe, reach } from './ports'

const address = '127.0.0.1'
const listen = () => listenForProbe(address, 10_000)
const closed = async (ports: number[]) => (await reach({ address, hostname: 'localhost', ports, timeoutMs: 5_000 })).closed

it('leaves out a port that a migration has', async () => {
  const migration = createServer().listen({ port: migrationPorts.first, host: address })
  await once(migration, 'listening')
  const { ports } = await listen()
  expect(ports.length).toBeGreaterThan(0)
  expect(ports).not.toContain(migrationPorts.first)
  expect(await closed(ports)).toEqual([])
  migration.close()
  await once(migration, 'close')
})

it('a probe that was never reached takes no port from the next one, and each of two at once reaches every port', async () => {
  const first = await listen()
  const [second, third] = await Promise.all([listen(), listen()])
  expect(first.ports).toContain(migrationPorts.first)
  expect([second.ports, third.ports]).toEqual([first.ports, first.ports])
  expect(await Promise.all([closed(second.ports), closed(third.ports)])).toEqual([[], []])
  expect(await closed(first.ports)).toEqual([])
})
