import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleFlag, DomainStartFlag, KeycodeSet, MigrateFlag, StatsGroup } from '@/server/libvirt/flags'
import type { Domain } from '@/server/libvirt/procedures/objects'
import { readBytes, readUntil } from '@/server/libvirt/testing/await'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { ECHO_DISK_BYTES, ECHO_GUEST_XML, GREETING, writeEchoGuest } from '@/server/libvirt/testing/echoGuest'
import { connect } from './connect'
import type { Libvirt } from './libvirt'

let daemon: Daemon
let libvirt: Libvirt
let domain: Domain

beforeAll(async () => {
  daemon = await startDaemon()
  await writeEchoGuest(daemon.images)
  libvirt = await connect(daemon.socketPath)
})
afterAll(async () => {
  await libvirt?.close()
  await daemon?.stop()
})

beforeEach(async () => {
  domain = await libvirt.domain.createXml({ xml: ECHO_GUEST_XML, flags: DomainStartFlag.PAUSED })
  return () => libvirt.domain.destroy(domain).catch(() => undefined)
})

describe('the serial console', () => {
  it('shows the first byte of a guest opened while paused, and takes keys', async () => {
    const console = await libvirt.domain.openConsole(domain)
    await libvirt.domain.resume(domain)
    await readUntil(console, new RegExp(GREETING))
    console.write('hello, guest\r')
    expect(await readUntil(console, /hello, guest\r/)).toContain('hello, guest')
    // More than fits into one packet or the guest's port at a time.
    const text = 'abcdefghij'.repeat(400)
    console.write(text)
    expect(await readUntil(console, /(abcdefghij){400}/)).toContain(text)
    console.end()
    await once(console, 'finish')
    expect(libvirt.openStreams).toBe(0)
  })

  it('is refused to a second viewer, and taken over by force', async () => {
    const first = await libvirt.domain.openConsole(domain)
    const ended = once(first.resume(), 'error')
    await expect(libvirt.domain.openConsole(domain)).rejects.toMatchObject({ message: expect.stringContaining('Active console session exists') as string })
    const second = await libvirt.domain.openConsole(domain, { flags: ConsoleFlag.FORCE })
    expect((await ended)[0]).toMatchObject({ name: 'LibvirtError', codeName: 'RPC' })
    await libvirt.domain.resume(domain)
    await readUntil(second, new RegExp(GREETING))
    second.destroy()
    await once(second, 'close')
    // Let go of: nobody has to use force now.
    const third = await libvirt.domain.openConsole(domain, { flags: ConsoleFlag.SAFE })
    third.destroy()
    await once(third, 'close')
  })

  it('ends with its machine', async () => {
    const console = await libvirt.domain.openConsole(domain)
    const over = new Promise<void>((resolve) => console.resume().on('error', () => undefined).once('close', resolve))
    await libvirt.domain.destroy(domain)
    await over
    expect(libvirt.openStreams).toBe(0)
  })

  it('is closed by the signal', async () => {
    const given = new AbortController()
    const console = await libvirt.domain.openConsole(domain, {}, { signal: given.signal })
    const [failure, closed] = [once(console, 'error'), new Promise((resolve) => console.once('close', resolve))]
    given.abort()
    expect((await failure)[0]).toMatchObject({ name: 'AbortError' })
    await closed
    expect(libvirt.openStreams).toBe(0)
    expect((await libvirt.domain.state(domain)).state).toBe('paused')
  })
})

describe('a running machine', () => {
  it('gives a screenshot', async () => {
    await libvirt.domain.resume(domain)
    const image = await libvirt.domain.screenshot(domain)
    const bytes = await readBytes(image)
    expect(image.reply).toMatch(/^image\//)
    const magic = image.reply === 'image/png' ? '\x89PNG' : 'P6'
    expect(bytes.toString('latin1', 0, magic.length)).toBe(magic)
    expect(libvirt.openStreams).toBe(0)
  })

  it('takes keys, answers the monitor, and has figures', async () => {
    await libvirt.domain.resume(domain)
    await libvirt.domain.sendKey(domain, { codeset: KeycodeSet.LINUX, keycodes: [29, 56, 111] })
    expect(await libvirt.domain.monitorCommand(domain, { command: { execute: 'query-status' } })).toMatchObject({ return: { status: 'running' } })
    const [record] = await libvirt.host.allDomainStats({ domains: [domain], stats: StatsGroup.STATE | StatsGroup.CPU_TOTAL | StatsGroup.BLOCK })
    expect(record?.stats).toMatchObject({ 'state.state': 1, 'block.count': 2, 'block.0.name': 'vda' })
    expect(record?.stats['cpu.time']).toBeGreaterThan(0)
    expect(await libvirt.domain.blockInfo(domain, { path: 'vda' })).toMatchObject({ capacity: ECHO_DISK_BYTES })
    expect(await libvirt.domain.interfaceAddresses(domain, { source: 0 })).toEqual([])
    expect((await libvirt.domain.jobStats(domain)).type).toBe('none')
    expect((await libvirt.domain.memoryStats(domain, { max: 16 })).length).toBeGreaterThan(0)
  })

  it('is not migrated to a host that is not there', async () => {
    const flags = MigrateFlag.LIVE | MigrateFlag.PEER2PEER | MigrateFlag.UNSAFE
    const destinationUri = 'qemu+tcp://127.0.0.1:1/system'
    const migration = libvirt.domain.migratePeerToPeer(domain, { destinationUri, params: [{ field: 'bandwidth', type: 'ullong', value: 10n }], flags })
    await expect(migration).rejects.toMatchObject({ codeName: 'SYSTEM_ERROR', message: expect.stringContaining("'127.0.0.1:1'") as string })
  })

  it('without a guest agent says so', async () => {
    await libvirt.domain.resume(domain)
    const ping = libvirt.domain.agentCommand(domain, { command: { execute: 'guest-ping' } })
    await expect(ping).rejects.toMatchObject({ codeName: 'AGENT_UNRESPONSIVE' })
  })
})
