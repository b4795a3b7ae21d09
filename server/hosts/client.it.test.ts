import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serial, serveSimulated } from '@/e2e/engine/serve'
import type { ServedAgent } from '@/e2e/engine/serve'
import { AppError } from '@/server/domain/error'
import { createCa } from '@/server/domain/pki/certificate'
import type { Credentials } from '@/server/domain/pki/certificate'
import { connectAgent } from './client'
import { createSimulatedAgent } from './simulated/agent'
import { agentTls } from './tls'
import type { ManagerInstance } from './tls'

const host = { id: randomUUID(), name: 'h1' }
const agent = createSimulatedAgent({ hostId: host.id })
let instance: ManagerInstance
let served: ServedAgent

beforeAll(async () => {
  const ca: Credentials = await createCa({ name: 'test', serial: serial(), now: Date.now() })
  instance = { id: randomUUID(), caCertificate: ca.certificate, caKey: ca.key }
  served = await serveSimulated(agent, ca)
})
afterAll(() => served.close())

const connect = async (id = host.id, lost?: AbortSignal) => connectAgent(served.address, await agentTls(instance, id), { host: { id, name: host.name }, lost })

it('calls an agent as this manager, and keeps its errors', async () => {
  const { client, close: end } = await connect()
  expect((await client.host.facts()).hostname).toBe('simulated')
  expect(served.callers).toEqual([instance.id])
  agent.faults.fail('vm.list', new AppError('LIBVIRT', 'libvirt is away.', { cause: { system: 'libvirt', code: 38, message: 'gone' } }))
  await expect(client.vm.list()).rejects.toMatchObject({ code: 'LIBVIRT', message: 'libvirt is away.', detail: { cause: { code: 38 } } })
  await expect(client.vm.get({ id: 'nonsense' })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'id' } })
  end()
})

it('hears the stream, until it is lost', async () => {
  const { client, close: end } = await connect()
  const stream = await client.host.watch()
  expect((await stream.next()).value).toMatchObject({ type: 'snapshot', hostId: host.id })
  agent.sample(1)
  expect((await stream.next()).value).toMatchObject({ type: 'stats' })
  const next = stream.next()
  agent.faults.vanish()
  await expect(next).rejects.toThrow()
  agent.faults.comeBack()
  end()
})

it('gives up calls when the host is lost', async () => {
  const lost = new AbortController()
  const { client, close: end } = await connect(host.id, lost.signal)
  const held = agent.faults.hold('vm.list')
  const call = client.vm.list()
  await held.reached
  lost.abort(new AppError('HOST_UNREACHABLE', 'silent'))
  await expect(call).rejects.toMatchObject({ code: 'HOST_UNREACHABLE', detail: { subject: { type: 'host', id: host.id } } })
  held.release()
  end()
})

it('refuses an agent whose certificate names another host', async () => {
  const other = randomUUID()
  const { client, close: end } = await connect(other)
  await expect(client.host.facts()).rejects.toMatchObject({
    code: 'HOST_UNREACHABLE', detail: { cause: { message: expect.stringContaining(`not host ${other}`) } },
  })
  end()
})

it('refuses a certificate of another authority', async () => {
  const ca = await createCa({ name: 'other', serial: serial(), now: Date.now() })
  const stranger = { id: instance.id, caCertificate: ca.certificate, caKey: ca.key }
  const { client, close: end } = connectAgent(served.address, await agentTls(stranger, host.id), { host })
  await expect(client.host.facts()).rejects.toMatchObject({ code: 'HOST_UNREACHABLE' })
  end()
})

it('says that nobody answers there', async () => {
  const { client, close: end } = connectAgent('127.0.0.1:1', await agentTls(instance, host.id), { host })
  await expect(client.host.facts()).rejects.toMatchObject({
    code: 'HOST_UNREACHABLE', message: 'The agent of host h1 does not answer.', detail: { hint: expect.any(String) },
  })
  end()
})
