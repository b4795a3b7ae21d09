import { connect as connectSocket, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AffectFlag, DomainListFlag, DomainXmlFlag, MetadataType, StatsGroup } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { ErrorDomain } from '@/server/libvirt/rpc/errorCodes'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { ECHO_GUEST_UUID, ECHO_GUEST_XML } from '@/server/libvirt/testing/echoGuest'
import { connect } from './connect'
import type { Libvirt } from './libvirt'

let daemon: Daemon
let qemu: Libvirt
let mock: Libvirt

beforeAll(async () => {
  daemon = await startDaemon()
  qemu = await connect(daemon.socketPath)
  mock = await qemu.duplicate({ uri: 'test:///default' })
})
afterAll(async () => {
  await mock?.close()
  await qemu?.close()
  await daemon?.stop()
})

describe('the host', () => {
  it('tells what it is, as virsh does', async () => {
    const version = await daemon.exec('virsh', '-c', 'qemu:///system', 'version')
    expect(version).toContain(`Using library: libvirt ${await qemu.host.libvirtVersion()}`)
    expect(version).toContain(`Running hypervisor: QEMU ${await qemu.host.hypervisorVersion()}`)
    expect(await qemu.host.hostname()).toBe((await daemon.exec('virsh', 'hostname')).trim())
    expect(await qemu.host.uri()).toBe('qemu:///system')
    expect(await qemu.host.type()).toBe('QEMU')
  })

  it('describes its hardware', async () => {
    const node = await qemu.host.nodeInfo()
    const shown = await daemon.exec('virsh', 'nodeinfo')
    expect(shown).toMatch(new RegExp(`CPU model: +${node.model}\n`))
    expect(shown).toMatch(new RegExp(`Memory size: +${node.memoryKiB} KiB`))
    expect(shown).toMatch(new RegExp(`CPU\\(s\\): +${node.cpus}\n`))
    expect(Object.keys(await qemu.cpuStats())).toEqual(expect.arrayContaining(['kernel', 'user', 'idle', 'iowait']))
    expect((await qemu.memoryStats()).total).toBeGreaterThan(0)
    expect(await qemu.host.freeMemoryBytes()).toBeGreaterThan(0)
    expect((await qemu.host.nodeCpuMap()).present).toBe(node.cpus)
    expect(await qemu.host.cpuModelNames({ arch: 'x86_64' })).toContain('qemu64')
  })

  it('tells its capabilities', async () => {
    expect(await qemu.host.capabilities()).toMatch(/^<capabilities>/)
    expect(await qemu.host.domainCapabilities({ virtType: 'qemu', arch: 'x86_64' })).toContain('<domain>qemu</domain>')
  })
})

describe('a domain of the qemu driver', () => {
  it('is defined, found, changed and removed', async () => {
    const domain = await qemu.domain.defineXml({ xml: ECHO_GUEST_XML })
    expect(domain).toEqual({ name: 'echo', uuid: ECHO_GUEST_UUID, id: -1 })
    expect(await qemu.domain.lookupByName({ name: 'echo' })).toEqual(domain)
    expect(await qemu.domain.lookupByUuid({ uuid: ECHO_GUEST_UUID })).toEqual(domain)
    expect(await qemu.domain.list({ flags: DomainListFlag.INACTIVE })).toEqual([domain])
    expect(await qemu.domain.state(domain)).toMatchObject({ state: 'shutoff' })
    // The uuid alone is enough.
    expect(await qemu.domain.info({ uuid: ECHO_GUEST_UUID })).toMatchObject({ state: 'shutoff', maxMemoryKiB: 32 * 1024, vcpus: 1 })

    await qemu.domain.setVcpus(domain, { vcpus: 2, flags: AffectFlag.CONFIG })
    expect(await qemu.domain.vcpus(domain, { flags: AffectFlag.CONFIG })).toBe(2)
    await qemu.domain.setMemory(domain, { memoryKiB: 16 * 1024, flags: AffectFlag.CONFIG })
    await qemu.domain.setAutostart(domain, { autostart: true })
    expect(await qemu.domain.autostart(domain)).toBe(true)
    await qemu.domain.setMetadata(domain, { type: MetadataType.TITLE, metadata: '回声', flags: AffectFlag.CONFIG })
    await qemu.domain.setMetadata(domain, { type: MetadataType.ELEMENT, metadata: '<a g="1"/>', key: 'k', uri: 'urn:k', flags: AffectFlag.CONFIG })
    expect(await qemu.domain.metadata(domain, { type: MetadataType.ELEMENT, uri: 'urn:k', flags: AffectFlag.CONFIG })).toBe('<a g="1"/>')
    const xml = await qemu.domain.xml(domain, { flags: DomainXmlFlag.INACTIVE })
    expect(xml).toContain('<title>回声</title>')
    expect(await daemon.exec('virsh', 'dumpxml', '--inactive', 'echo')).toBe(`${xml}\n`)

    await qemu.domain.undefine(domain)
    const gone = await qemu.domain.info(domain).catch((error: unknown) => error)
    expect(isLibvirtError(gone, 'NO_DOMAIN')).toBe(true)
    expect(gone).toMatchObject({ code: 42, domain: ErrorDomain.QEMU, level: 2, procedure: 'domain.info' })
  })

  it('is refused with the reason when its XML is wrong', async () => {
    const refused = qemu.domain.defineXml({ xml: '<domain/>' })
    await expect(refused).rejects.toMatchObject({ codeName: 'NO_NAME', domain: ErrorDomain.DOMAIN, message: 'missing name information' })
  })
})

describe('the test driver', () => {
  it('gives statistics of all domains in one call', async () => {
    const stats = await mock.host.allDomainStats({ stats: StatsGroup.STATE })
    expect(stats).toEqual([{ domain: { name: 'test', uuid: expect.any(String) as string, id: 1 }, stats: { 'state.state': 1, 'state.reason': 0 } }])
  })

  it('answers about interfaces, addresses, block and job of a domain', async () => {
    const domain = await mock.domain.lookupByName({ name: 'test' })
    expect(await mock.domain.jobInfo(domain).catch((error: unknown) => isLibvirtError(error, 'NO_SUPPORT'))).toBeTruthy()
    expect((await mock.hostInterface.list()).map((item) => item.name)).toContain('eth1')
    expect(await mock.hostInterface.xml((await mock.hostInterface.list())[0]!)).toContain('<interface')
    expect((await mock.nodeDevice.list()).map((item) => item.name)).toContain('computer')
    expect(await mock.nodeDevice.xml({ name: 'computer' })).toContain('<name>computer</name>')
  })

  it('carries networks and pools through their lives', async () => {
    const network = await mock.network.defineXml({ xml: "<network><name>blue</name><bridge name='virbr7'/></network>" })
    await mock.network.create(network)
    expect(await mock.network.isActive({ uuid: network.uuid })).toBe(true)
    expect((await mock.network.list()).map((item) => item.name)).toContain('blue')
    await mock.network.setAutostart(network, { autostart: true })
    expect(await mock.network.autostart(network)).toBe(true)
    expect(await mock.network.xml(network)).toContain('<name>blue</name>')
    expect(await mock.network.bridgeName(network)).toBe('virbr7')
    await mock.network.destroy(network)
    await mock.network.undefine(network)
    await expect(mock.network.lookupByName({ name: 'blue' })).rejects.toMatchObject({ codeName: 'NO_NETWORK' })

    const pool = await mock.storagePool.lookupByName({ name: 'default-pool' })
    expect(await mock.storagePool.info(pool)).toMatchObject({ state: 'running' })
    const volume = await mock.storagePool.createVolumeXml(pool, { xml: '<volume><name>v</name><capacity>1048576</capacity></volume>' })
    expect(await mock.storageVolume.info(volume)).toMatchObject({ type: 'file', capacity: 1048576 })
    expect(await mock.storagePool.volumes(pool)).toEqual([volume])
    expect(await mock.storageVolume.path(volume)).toBe('/default-pool/v')
    await mock.storageVolume.delete(volume)
  })

  it('keeps snapshots', async () => {
    const domain = await mock.domain.lookupByName({ name: 'test' })
    const made = await mock.snapshot.createXml(domain, { xml: '<domainsnapshot><name>s1</name></domainsnapshot>' })
    expect(await mock.snapshot.list(domain)).toEqual([made])
    expect(await mock.snapshot.lookupByName(domain, { name: 's1' })).toEqual(made)
    expect(await mock.snapshot.hasCurrent(domain)).toBe(true)
    await mock.snapshot.delete(made)
  })

  it('refuses what it cannot do', async () => {
    const domain = await mock.domain.lookupByName({ name: 'test' })
    await expect(mock.domain.agentCommand(domain, { command: { execute: 'guest-ping' } })).rejects.toMatchObject({ codeName: 'NO_SUPPORT' })
  })
})

describe('secrets', () => {
  it('are defined, set and removed', async () => {
    const secret = await qemu.secret.defineXml({ xml: "<secret ephemeral='no' private='no'><usage type='ceph'><name>ceph a</name></usage></secret>" })
    await qemu.secret.setValue(secret, { value: Buffer.from([0, 1, 255]) })
    expect(await qemu.secret.value(secret)).toEqual(Buffer.from([0, 1, 255]))
    expect(await qemu.secret.list()).toEqual([secret])
    await qemu.secret.undefine(secret)
  })
})

describe('connecting', () => {
  it('works over TCP', async () => {
    const server = createServer((socket) => socket.pipe(connectSocket(daemon.socketPath)).pipe(socket)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const libvirt = await connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
    expect(await libvirt.host.uri()).toBe('qemu:///system')
    await libvirt.close()
    server.close()
  })

  it('says what is wrong with the address or the URI', async () => {
    const nobody = { name: 'ConnectionLostError', message: 'no connection to libvirt at /run/no-such-socket' }
    await expect(connect('/run/no-such-socket')).rejects.toMatchObject(nobody)
    await expect(connect(daemon.socketPath, { uri: 'vmware://nowhere/' })).rejects.toMatchObject({ name: 'LibvirtError' })
    await expect(connect(daemon.socketPath, { signal: AbortSignal.abort(new Error('not now')) })).rejects.toThrow('not now')
  })

  it('read-only refuses changes', async () => {
    const reader = await qemu.duplicate({ readOnly: true })
    await expect(reader.domain.defineXml({ xml: ECHO_GUEST_XML })).rejects.toMatchObject({ codeName: 'OPERATION_DENIED' })
    await reader.close()
    expect(await reader.closed).toBeUndefined()
  })
})
