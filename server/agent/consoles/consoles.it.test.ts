import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { agentConsolePath } from '@/server/contract/agent/agent'
import { createCsr, signHost } from '@/server/domain/pki/certificate'
import { sharedGuest } from '@/server/setup/guest/testing'
import { blankSpec, callOn, guestSpec, step, withStorage } from '@/server/agent/testing/specs'
import { Terminal } from '@/server/agent/testing/terminal'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

const closed = async (socket: WebSocket) => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return { code, reason: reason.toString() }
}

/** Takes bytes off a VNC connection. */
const greeting = async (socket: WebSocket): Promise<string> => {
  const [data] = (await once(socket, 'message')) as [Buffer]
  return data.subarray(0, 12).toString('latin1')
}

describe('consoles', { timeout: 120_000 }, () => {
  it('speak VNC to several viewers at a time, and end when the machine stops', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    const viewers = [host.console(spec.id, 'vnc'), host.console(spec.id, 'vnc')]
    expect(await Promise.all(viewers.map(greeting))).toEqual(['RFB 003.008\n', 'RFB 003.008\n'])
    expect(viewers[0]?.protocol).toBe('binary')
    const ends = viewers.map(closed)
    await host.client.vm.ensureStopped(callOn(spec))
    for (const end of ends) expect(await end).toEqual({ code: 4410, reason: `Machine “${spec.name}” has stopped.` })
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('carry the serial line both ways, and a new viewer takes it over', async () => {
    const { disk } = await sharedGuest()
    const spec = await guestSpec(host, disk)
    await host.client.vm.ensureRunning({ ...step(), spec })
    const first = new Terminal(host.console(spec.id, 'serial'))
    await first.until(/login: $/)
    const end = closed(first.socket)
    const second = new Terminal(host.console(spec.id, 'serial'))
    await once(second.socket, 'open')
    expect((await end).code).toBe(4410)
    second.type('root\n')
    await second.until(/# /)
    second.type('head -c 200000 /dev/zero | tr "\\0" x; echo; echo end-$((40 + 2))\n')
    const said = await second.until(/end-42/)
    expect(said.replace(/[^x]/g, '').length).toBeGreaterThanOrEqual(200_000)
    const gone = closed(second.socket)
    second.type('poweroff\n')
    expect((await gone).code).toBe(4410)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('say why they cannot be opened', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureDefined({ ...step(), spec })
    expect(await closed(host.console(spec.id, 'vnc'))).toEqual({ code: 4409, reason: `Machine “${spec.name}” is not running.` })
    expect(await closed(host.console(randomUUID(), 'serial'))).toMatchObject({ code: 4404 })
    const odd = host.console('..%2f..', 'vnc')
    const [error] = (await once(odd, 'error')) as [Error]
    expect(error.message).toContain('404')
  })

  it('leave no connection behind when the viewer goes', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    const sockets = async () =>
      (await host.daemon.exec('ss', '--no-header', '--unix', '--processes')).split('\n').filter((line) => line.includes(`pid=${host.agent.pid},`)).length
    const before = await sockets()
    const open = [host.console(spec.id, 'vnc'), host.console(spec.id, 'serial')]
    await Promise.all([greeting(open[0] as WebSocket), once(open[1] as WebSocket, 'open')])
    await expect.poll(sockets).toBe(before + 2)
    for (const socket of open) socket.terminate()
    await expect.poll(sockets).toBe(before)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('are for the manager alone', async () => {
    const { csr, key } = await createCsr('host')
    const cert = await signHost(randomUUID(), { ca: host.ca, csr, serial: '77', now: Date.now() })
    for (const tls of [{ key, cert }, {}]) {
      const socket = new WebSocket(`wss://127.0.0.1:${host.port}${agentConsolePath(randomUUID(), 'vnc')}`, { ...tls, rejectUnauthorized: false })
      await once(socket, 'error')
      expect(socket.readyState).not.toBe(WebSocket.OPEN)
    }
  })
})
