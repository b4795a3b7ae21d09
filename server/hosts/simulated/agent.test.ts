import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { agentContractCases } from '@/server/contract/agent/agent.cases'
import { AppError } from '@/server/domain/error'
import { createSimulatedAgent } from './agent'

const host = { id: randomUUID(), name: 'h1' }
const connect = () => {
  const agent = createSimulatedAgent({ hostId: host.id })
  return { agent, ...agent.connect({ host }) }
}

agentContractCases('simulated', async () => {
  const { agent, client, close } = connect()
  return {
    client, instanceId: randomUUID(), storagePath: '/simulated', send: async (id, offset, bytes) => agent.uploads.receive(id, offset, bytes.length), dispose: async () => close(),
  }
})

it('fails when told, once', async () => {
  const { agent, client } = connect()
  agent.faults.fail('vm.list', new AppError('LIBVIRT', 'no'))
  await expect(client.vm.list()).rejects.toMatchObject({ code: 'LIBVIRT', message: 'no' })
  expect(await client.vm.list()).toEqual([])
})

it('vanishes: calls under way, later calls and the stream end', async () => {
  const { agent, client } = connect()
  const stream = await client.host.watch()
  await stream.next()
  const held = agent.faults.hold('vm.list')
  const waiting = client.vm.list()
  await held.reached
  const next = stream.next()
  agent.faults.vanish()
  await expect(waiting).rejects.toMatchObject({ code: 'HOST_UNREACHABLE' })
  await expect(next).rejects.toThrow()
  await expect(client.vm.list()).rejects.toMatchObject({ code: 'HOST_UNREACHABLE', message: 'The agent of host h1 does not answer.' })
  held.release()
  agent.faults.comeBack()
  expect(await client.vm.list()).toEqual([])
})

it('does its work but never answers when it hangs', async () => {
  const { agent, client } = connect()
  agent.faults.hang('network.ensure')
  const end = new AbortController()
  const call = client.network.ensure({ stepId: 's', name: 'lan', forward: { mode: 'nat', subnet: null } }, { signal: end.signal })
  setImmediate(() => end.abort(new AppError('CANCELLED', 'given up')))
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(agent.state().networks).toEqual(['lan'])
})
