import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collect } from '@/server/libvirt/testing/await'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { ECHO_GUEST_UUID, ECHO_GUEST_XML, writeEchoGuest } from '@/server/libvirt/testing/echoGuest'
import { ConnectionLostError } from '@/server/libvirt/rpc/errors'
import type { Libvirt } from './libvirt'
import { supervise } from './supervisor'
import type { Supervisor, SupervisorEvents } from './supervisor'

let daemon: Daemon
let supervisor: Supervisor
let downs: SupervisorEvents['down'][]
let ups: Libvirt[]

beforeAll(async () => {
  daemon = await startDaemon()
  await writeEchoGuest(daemon.images)
})
afterAll(() => daemon?.stop())

beforeEach(() => {
  ;[downs, ups] = [[], []]
  supervisor = supervise(daemon.socketPath, { backOff: { firstMs: 20, maxMs: 80, jitter: () => 0 } })
  supervisor.on('down', (down) => downs.push(down))
  supervisor.on('up', (libvirt) => ups.push(libvirt))
})
afterEach(() => supervisor.close())

const nextUp = (): Promise<Libvirt> =>
  new Promise((resolve) => {
    const before = supervisor.current
    const off = supervisor.on('up', (libvirt) => libvirt !== before && (off(), resolve(libvirt)))
  })

describe('a killed libvirtd', () => {
  it('fails what runs, and comes back with machines, events and calls', async () => {
    const { until } = await collect(supervisor, ['lifecycle', 'reboot'])
    const first = await supervisor.ready()
    const domain = await first.domain.createXml({ xml: ECHO_GUEST_XML })
    await until((event) => event.kind === 'lifecycle' && event.event === 'started')
    const console = await first.domain.openConsole(domain)
    const broken = new Promise((resolve) => console.resume().once('error', resolve))

    const down = new Promise<SupervisorEvents['down']>((resolve) => supervisor.on('down', resolve))
    const again = nextUp()
    await daemon.signalLibvirtd('KILL')
    expect((await down).error.message).toBe('libvirtd closed the connection')
    expect(await broken).toBeInstanceOf(ConnectionLostError)
    expect(supervisor.current).toBeUndefined()
    await expect(first.host.hostname()).rejects.toThrow(ConnectionLostError)

    await daemon.startLibvirtd()
    const second = await again
    expect(supervisor.current).toBe(second)
    expect((await second.domain.state({ uuid: ECHO_GUEST_UUID })).state).toBe('running')
    await second.domain.suspend(domain)
    await until((event) => event.kind === 'lifecycle' && event.event === 'suspended')
    await second.domain.destroy(domain)
  })

  it('is tried again and again, more and more slowly up to the limit', async () => {
    await supervisor.ready()
    await daemon.signalLibvirtd('KILL')
    const attempts = new Promise<void>((resolve) => supervisor.on('down', ({ attempt }) => attempt === 5 && resolve()))
    await attempts
    expect(downs.map(({ attempt, retryMs }) => [attempt, retryMs])).toEqual([[1, 10], [2, 20], [3, 40], [4, 40], [5, 40]])
    await daemon.startLibvirtd()
    await supervisor.ready()
  })
})

describe('a libvirtd that hangs', () => {
  it('is found out by keepalive, and comes back', async () => {
    await using impatient = supervise(daemon.socketPath, { keepAliveMs: 50, keepAliveCount: 2, backOff: { firstMs: 20, maxMs: 80 } })
    const libvirt = await impatient.ready()
    const down = new Promise<SupervisorEvents['down']>((resolve) => impatient.on('down', resolve))
    await daemon.signalLibvirtd('STOP')
    const waiting = libvirt.host.hostname().catch((error: unknown) => error)
    expect((await down).error.message).toBe('no sign of life from libvirtd for 150 ms')
    expect(await waiting).toBeInstanceOf(ConnectionLostError)
    await daemon.signalLibvirtd('CONT')
    expect(await (await impatient.ready()).host.hostname()).toBeTruthy()
  })
})

describe('a listener', () => {
  it('can be added while libvirtd is away, and removed', async () => {
    await supervisor.ready()
    await daemon.signalLibvirtd('KILL')
    await new Promise<void>((resolve) => supervisor.on('down', () => resolve()))
    const { until, all } = await collect(supervisor, ['secret-lifecycle'])
    let unwanted = 0
    const unlisten = await supervisor.listen('secret-lifecycle', () => unwanted++)
    await unlisten()
    await daemon.startLibvirtd()
    const libvirt = await supervisor.ready()
    const secret = await libvirt.secret.defineXml({ xml: "<secret ephemeral='yes'/>" })
    await libvirt.secret.undefine(secret)
    await until((event) => event.event === 'undefined')
    expect(all).toHaveLength(2)
    expect(unwanted).toBe(0)
  })
})

describe('closing', () => {
  it('ends the connection, the attempts and whoever waits', async () => {
    const libvirt = await supervisor.ready()
    await supervisor.close()
    expect(libvirt.isClosed).toBe(true)
    expect(downs).toEqual([])
    const away = supervise('/run/no-such-socket', { backOff: { firstMs: 60_000, maxMs: 60_000 } })
    const waiting = away.ready().catch((error: unknown) => error)
    await away.close()
    expect(await waiting).toBeInstanceOf(ConnectionLostError)
  })
})
