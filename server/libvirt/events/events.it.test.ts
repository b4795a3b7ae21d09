import { writeFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '@/server/libvirt/facade/connect'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { AffectFlag, DomainStartFlag, MetadataType } from '@/server/libvirt/flags'
import type { Domain } from '@/server/libvirt/procedures/objects'
import { collect } from '@/server/libvirt/testing/await'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { ECHO_DISK_BYTES, ECHO_GUEST_XML, writeEchoGuest } from '@/server/libvirt/testing/echoGuest'
import type { LibvirtEvent } from './families'

const DISK = `
<disk type='file' device='disk'>
  <driver name='qemu' type='raw'/><source file='/var/lib/libvirt/images/extra.img'/><target dev='vdb' bus='virtio'/><readonly/>
</disk>`

let daemon: Daemon
let qemu: Libvirt
let mock: Libvirt

beforeAll(async () => {
  daemon = await startDaemon()
  await writeEchoGuest(daemon.images)
  await writeFile(join(daemon.images, 'extra.img'), Buffer.alloc(ECHO_DISK_BYTES))
})
afterAll(() => daemon?.stop())

beforeEach(async () => {
  const connections = [await connect(daemon.socketPath), await connect(daemon.socketPath, { uri: 'test:///default' })] as const
  ;[qemu, mock] = connections
  return async () => void (await Promise.all(connections.map((libvirt) => libvirt.close())))
})

describe('events of the test driver', () => {
  it('tell the lifecycle of a domain, in order and in words', async () => {
    const { all, until } = await collect(mock.events, ['lifecycle', 'reboot'])
    const domain = await mock.domain.lookupByName({ name: 'test' })
    await mock.domain.suspend(domain)
    await mock.domain.resume(domain)
    await mock.domain.reboot(domain)
    await mock.domain.destroy(domain)
    await mock.domain.create(domain)
    await until((event) => event.kind === 'lifecycle' && event.event === 'started')
    const told = all.map((event) => (event.kind === 'lifecycle' ? `${event.domain.name} ${event.event} ${event.detail}` : event.kind))
    expect(told).toEqual(expect.arrayContaining(['test suspended paused', 'test resumed unpaused', 'test stopped destroyed', 'test started booted']))
    expect(told.indexOf('test suspended paused')).toBeLessThan(told.indexOf('test resumed unpaused'))
  })

  it('tell about networks, pools, devices and secrets too', async () => {
    const { until } = await collect(mock.events, ['network-lifecycle', 'pool-lifecycle', 'pool-refresh'])
    const network = await mock.network.defineXml({ xml: "<network><name>green</name><bridge name='virbr8'/></network>" })
    await mock.network.undefine(network)
    expect(await until((event) => event.kind === 'network-lifecycle' && event.event === 'undefined')).toMatchObject({ network, detail: 0 })
    const pool = await mock.storagePool.lookupByName({ name: 'default-pool' })
    await mock.storagePool.refresh(pool)
    expect(await until((event) => event.kind === 'pool-refresh')).toEqual({ kind: 'pool-refresh', pool })

    const others = await collect(qemu.events, ['secret-lifecycle', 'secret-value-changed', 'node-device-lifecycle'])
    const secret = await qemu.secret.defineXml({ xml: "<secret ephemeral='yes'/>" })
    await qemu.secret.setValue(secret, { value: Buffer.from('s') })
    expect(await others.until((event) => event.kind === 'secret-value-changed')).toEqual({ kind: 'secret-value-changed', secret })
    await daemon.exec('ip', 'link', 'add', 'dummy7', 'type', 'veth')
    await qemu.secret.undefine(secret)
    await others.until((event) => event.kind === 'secret-lifecycle' && event.event === 'undefined')
  })

  it('come once, however many listen, and stop for whoever has left', async () => {
    const domain = await mock.domain.lookupByName({ name: 'test' })
    const seen: string[] = []
    const note = (who: string) => (event: LibvirtEvent) => void seen.push(`${who} ${'event' in event ? event.event : ''}`)
    const unlisten = await mock.events.listen('lifecycle', note('a'))
    const last = await collect(mock.events, ['lifecycle'])
    await mock.domain.suspend(domain)
    await last.until((event) => event.event === 'suspended')
    await unlisten()
    await unlisten()
    await mock.events.listen('lifecycle', note('b'))
    await mock.domain.resume(domain)
    await last.until((event) => event.event === 'resumed')
    expect(seen).toEqual(['a suspended', 'b resumed'])
    expect(last.all).toHaveLength(2)
  })

  it('can be iterated, until the loop or the signal ends it', async () => {
    const domain = await mock.domain.lookupByName({ name: 'test' })
    const given = new AbortController()
    const events = await mock.events.subscribe('lifecycle', { signal: given.signal })
    await mock.domain.suspend(domain)
    await mock.domain.resume(domain)
    const seen: string[] = []
    for await (const event of events) {
      seen.push(event.event)
      if (event.event === 'resumed') given.abort()
    }
    expect(seen).toEqual(['suspended', 'resumed'])
  })

  it('end with an error when the connection ends', async () => {
    const events = await mock.events.subscribe('lifecycle')
    await mock.close()
    await expect(events.next()).rejects.toThrow('the connection to libvirt was lost')
  })

  it('of an unknown kind are refused', async () => {
    await expect(mock.events.listen('no-such-event' as 'reboot', () => undefined)).rejects.toThrow("'no-such-event' is not an event of libvirt")
  })
})

describe('events of a real machine', () => {
  it('start and end, devices and the cause of each', async () => {
    const { all, until } = await collect(qemu.events, ['lifecycle', 'device-added', 'io-error', 'balloon-change'])
    const domain: Domain = await qemu.domain.createXml({ xml: ECHO_GUEST_XML, flags: DomainStartFlag.PAUSED })
    await until((event) => event.kind === 'lifecycle' && event.event === 'suspended')
    expect(all.slice(0, 2)).toMatchObject([
      { kind: 'lifecycle', domain: { name: 'echo', id: domain.id }, event: 'started', detail: 'booted' },
      { kind: 'lifecycle', event: 'suspended', detail: 'paused' },
    ])
    await qemu.domain.attachDevice(domain, { xml: DISK, flags: AffectFlag.LIVE })
    expect(await until((event) => event.kind === 'device-added')).toMatchObject({ alias: 'virtio-disk1' })
    await qemu.domain.resume(domain)
    await until((event) => event.kind === 'lifecycle' && event.event === 'resumed')
    // Behind our back.
    await daemon.exec('virsh', 'destroy', 'echo')
    const stopped = await until((event) => event.kind === 'lifecycle' && event.event === 'stopped')
    expect(stopped).toMatchObject({ detail: 'destroyed', domain: { uuid: domain.uuid } })
  })

  it('a block job and the threshold of a disk', async () => {
    const { until } = await collect(qemu.events, ['block-job', 'block-threshold'])
    const domain = await qemu.domain.createXml({ xml: ECHO_GUEST_XML })
    await qemu.domain.setBlockThreshold(domain, { device: 'vda', threshold: 1_000_000 })
    const target = "<disk type='file'><source file='/var/lib/libvirt/images/copy.img'/><driver type='raw'/></disk>"
    await qemu.domain.blockCopy(domain, { path: 'vda', destinationXml: target, flags: 0, params: [{ field: 'bandwidth', type: 'ullong', value: 1_000_000n }] })
    expect(await until((event) => event.kind === 'block-job')).toMatchObject({ disk: 'vda', type: 'copy', status: 'ready' })
    expect(await qemu.domain.blockJobInfo(domain, { path: 'vda' })).toMatchObject({ found: true, type: 'copy', cur: ECHO_DISK_BYTES, end: ECHO_DISK_BYTES })
    await qemu.domain.blockJobAbort(domain, { path: 'vda' })
    expect(await qemu.domain.blockJobInfo(domain, { path: 'vda' })).toMatchObject({ found: false })
    await qemu.domain.destroy(domain)
  })

  it('a saved machine, its job and its return', async () => {
    const { until } = await collect(qemu.events, ['lifecycle', 'job-completed'])
    const domain = await qemu.domain.defineXml({ xml: ECHO_GUEST_XML })
    await qemu.domain.create(domain)
    await qemu.domain.managedSave(domain)
    const job = await until((event) => event.kind === 'job-completed')
    expect(job).toMatchObject({ domain: { uuid: domain.uuid }, params: { operation: 2, memory_total: expect.any(Number) as number } })
    await until((event) => event.kind === 'lifecycle' && event.event === 'stopped' && event.detail === 'saved')
    expect(await qemu.domain.hasManagedSave(domain)).toBe(true)
    await qemu.domain.create(domain)
    await until((event) => event.kind === 'lifecycle' && event.event === 'started' && event.detail === 'restored')
    await qemu.domain.destroy(domain)
    await qemu.domain.undefine(domain)
  })

  it('a reset, new metadata, a channel that leaves, an open tray, a viewer', async () => {
    const { until } = await collect(qemu.events, ['reboot', 'metadata-change', 'device-added', 'device-removed', 'tray-change', 'graphics'])
    // Paused, as the firmware would keep devices busy for a while.
    const domain = await qemu.domain.createXml({ xml: ECHO_GUEST_XML, flags: DomainStartFlag.PAUSED })
    await qemu.domain.reset(domain)
    expect(await until((event) => event.kind === 'reboot')).toEqual({ kind: 'reboot', domain })

    await qemu.domain.setMetadata(domain, { type: MetadataType.ELEMENT, metadata: '<a/>', key: 'k', uri: 'urn:k', flags: AffectFlag.LIVE })
    expect(await until((event) => event.kind === 'metadata-change')).toMatchObject({ type: 'element', uri: 'urn:k' })

    // A disk leaves when the guest agrees, a channel at once.
    const channel = "<channel type='pty'><target type='virtio' name='extra'/></channel>"
    await qemu.domain.attachDevice(domain, { xml: channel, flags: AffectFlag.LIVE })
    await qemu.domain.detachDeviceAlias(domain, { alias: 'channel1', flags: AffectFlag.LIVE })
    expect(await until((event) => event.kind === 'device-removed')).toMatchObject({ alias: 'channel1' })

    const insert = "<disk type='file' device='cdrom'><source file='/var/lib/libvirt/images/extra.img'/><target dev='sda' bus='sata'/><readonly/></disk>"
    await qemu.domain.updateDevice(domain, { xml: insert, flags: AffectFlag.LIVE })
    expect(await until((event) => event.kind === 'tray-change')).toMatchObject({ alias: 'sata0-0-0', tray: 'open' })

    const [, path = ''] = /socket='([^']+)'/.exec(await qemu.domain.xml(domain)) ?? []
    const viewer = connectSocket(join(daemon.root, path))
    expect(await until((event) => event.kind === 'graphics')).toMatchObject({ phase: 'connect', local: { family: 'unix', service: path }, subject: [] })
    viewer.destroy()
    await until((event) => event.kind === 'graphics' && event.phase === 'disconnect')
    await qemu.domain.destroy(domain)
  })

  it('of networks come from the real driver as well', async () => {
    const { until } = await collect(qemu.events, ['network-lifecycle', 'pool-lifecycle'])
    const network = await qemu.network.createXml({ xml: "<network><name>lab</name><bridge name='virbr9'/><ip address='192.168.99.1' prefix='24'/></network>" })
    expect(await until((event) => event.kind === 'network-lifecycle' && event.event === 'started')).toMatchObject({ network: { name: 'lab' } })
    expect(await daemon.exec('ip', '-br', 'link', 'show', 'virbr9')).toContain('virbr9')
    expect(await qemu.network.dhcpLeases(network)).toEqual([])
    await qemu.network.destroy(network)
    await until((event) => event.kind === 'network-lifecycle' && event.event === 'stopped')
  })
})
