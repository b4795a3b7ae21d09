import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:https'
import { connect } from 'node:net'
import { totalmem } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCa, createCsr, signHost, signManager } from '@/server/domain/pki/certificate'
import { agentClient } from './testing/client'
import { loadIdentity } from './identity/folder'
import { blankSpec, step, withStorage } from './testing/specs'
import { testHost } from './testing/test-host'
import type { TestHost } from './testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host[Symbol.asyncDispose]())

/** Status of a GET, or the code of the error it ended with. */
const get = (tls: { key?: string; cert?: string }): Promise<number | string> =>
  new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port: host.port, path: '/rpc/vm/list', rejectUnauthorized: false, ...tls })
    asked.on('response', (answer) => resolve(answer.statusCode ?? 0))
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    asked.end()
  })

const now = Date.now()

describe('the agent’s door', () => {
  it('lets the manager in', async () => {
    expect(await host.client.vm.list()).toEqual([])
  })

  it('is shut to no certificate, to another authority’s and to other hosts', async () => {
    const { csr, key } = await createCsr('x')
    const other = await createCa({ name: 'other', serial: '01', now })
    expect(await get({})).toMatch(/ERR_SSL|ECONNRESET/)
    expect(await get({ key, cert: await signManager(host.instanceId, { ca: other, csr, serial: '02', now }) })).toMatch(/ERR_SSL|ECONNRESET/)
    expect(await get({ key, cert: await signHost(randomUUID(), { ca: host.ca, csr, serial: '03', now }) })).toMatch(/ERR_SSL|ECONNRESET/)
  })

  it('does not speak plain HTTP', async () => {
    const socket = connect(host.port, '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nHost: agent\r\n\r\n')
    let said = ''
    socket.on('data', (part: Buffer) => (said += part.toString('latin1')))
    await once(socket, 'close')
    expect(said).not.toContain('HTTP/')
  })

  it('names the host, and a manager that looks for another one hangs up', async () => {
    const { client, close } = agentClient(host.port, randomUUID(), host.tls)
    await expect(client.vm.list()).rejects.toMatchObject({ code: 'HOST_UNREACHABLE' })
    close()
  })

  it('refuses what does not fit the contract, and names the field', async () => {
    await expect(host.client.vm.get({ id: 'no-uuid' })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'id' } })
    await expect(host.client.vm.ensureStopped({ ...step(), id: randomUUID(), generation: 0 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      detail: { field: 'generation' },
    })
  })
})

describe('host facts', () => {
  it('are whole, and agree with the host', async () => {
    const facts = await host.client.host.facts()
    expect(facts.libvirtVersion).toBe(/Using library: libvirt (\S+)/.exec(await host.virsh('version'))?.[1])
    expect(facts.qemuVersion).toBe(/hypervisor: QEMU (\S+)/.exec(await host.virsh('version'))?.[1])
    expect(facts.memoryMiB).toBe(Math.floor(totalmem() / 1024 ** 2))
    expect(facts.cpu.count).toBe(Number(/CPU\(s\):\s+(\d+)/.exec(await host.virsh('nodeinfo'))?.[1]))
    expect(facts).toMatchObject({
      machines: expect.arrayContaining(['q35']),
      cpuModels: expect.arrayContaining(['qemu64']),
      firmwares: expect.arrayContaining(['bios']),
      acceleration: { kvm: false },
    })
    const q35 = facts.capabilities.find(({ machine, virtType }) => machine === 'q35' && virtType === 'qemu')?.offers
    const told = await host.virsh('domcapabilities', '--machine', 'q35', '--virttype', 'qemu')
    const values = (part: string, name: string) => [...(new RegExp(`<${part} supported='yes'>.*?<enum name='${name}'>(.*?)</enum>`, 's').exec(told)?.[1] ?? '').matchAll(/<value>(.*?)</g)].map(([, value]) => value)
    expect(q35).toMatchObject({ graphics: values('graphics', 'type'), video: values('video', 'modelType'), tpmModel: values('tpm', 'model'), diskBus: values('disk', 'bus') })
    expect(q35?.graphics).toContain('vnc')
    expect(q35?.device).toEqual(expect.arrayContaining(['i6300esb', 'pvpanic', 'virtio-net-pci']))
    expect(new Set(facts.checks.map(({ source }) => source))).toEqual(new Set(['1-01', '1-02', '1-03', '1-04', 'MK-10', 'kernel-boot', 'virt-host-validate']))
  })
})

describe('leaving', () => {
  it('ends the agent and forgets the manager; machines keep running', async () => {
    await using leaving = await testHost()
    await withStorage(leaving)
    const spec = await blankSpec(leaving)
    await leaving.client.vm.ensureRunning({ ...step(), spec })
    await leaving.client.host.leave(step())
    await leaving.agent.ended
    expect(await loadIdentity(leaving.dataDir)).toBeNull()
    expect((await leaving.virsh('domstate', spec.id)).trim()).toBe('running')
  })
})
