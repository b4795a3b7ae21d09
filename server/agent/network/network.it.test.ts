import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NicOptions } from '@/server/contract/hardware/nic'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

const nat = (name: string, subnet: string | null = null) => host.client.network.ensure({ ...step(), name, forward: { mode: 'nat', subnet } })

describe('a network', { timeout: 60_000 }, () => {
  it('with NAT is active, starts with the host and has addresses of its own', async () => {
    const { bridge, active } = await nat('lan')
    expect([bridge, active]).toEqual([expect.stringMatching(/^virbr\d+$/), true])
    expect(await host.virsh('net-info', 'lan')).toMatch(/Active:\s+yes[^]*Autostart:\s+yes/)
    expect(await host.daemon.exec('ip', '-4', '-brief', 'address', 'show', bridge)).toContain('192.168.124.1/24')
    expect(await nat('lan')).toMatchObject({ bridge })
    await nat('second')
    expect(await host.virsh('net-dumpxml', 'second')).toContain('192.168.125.1')
  })

  it('is started again when somebody has stopped it', async () => {
    await nat('lan')
    await host.virsh('net-destroy', 'lan')
    expect(await nat('lan')).toMatchObject({ active: true })
  })

  it('takes a machine, and does not change or go under its feet', async () => {
    await nat('busy')
    const plain = await blankSpec(host)
    const spec = {
      ...plain,
      nics: [
        { id: randomUUID(), mac: '52:54:00:12:34:56', model: 'virtio' as const, network: 'busy', options: NicOptions.parse({}) },
        { id: randomUUID(), mac: '52:54:00:12:34:57', model: 'virtio' as const, network: null, options: NicOptions.parse({}) },
      ],
    }
    await host.client.vm.ensureRunning({ ...step(), spec })
    expect(await host.virsh('domiflist', spec.id)).toMatch(/network\s+busy\s+virtio\s+52:54:00:12:34:56/)
    expect(await host.virsh('domif-getlink', spec.id, '52:54:00:12:34:57')).toContain('down')
    await expect(nat('busy', '10.77.1.0/24')).rejects.toMatchObject({ code: 'IN_USE' })
    await expect(host.client.network.ensureAbsent({ ...step(), name: 'busy' })).rejects.toMatchObject({ code: 'IN_USE' })
    await host.client.vm.ensureAbsent(callOn(spec))
    await nat('busy', '10.77.1.0/24')
    expect(await host.virsh('net-dumpxml', 'busy')).toContain("address='10.77.1.1'")
    await host.client.network.ensureAbsent({ ...step(), name: 'busy' })
    await host.client.network.ensureAbsent({ ...step(), name: 'busy' })
    expect(await host.virsh('net-list', '--all', '--name')).not.toContain('busy')
  })

  it('on a bridge needs the bridge', async () => {
    const onBridge = () => host.client.network.ensure({ ...step(), name: 'office', forward: { mode: 'bridge', bridge: 'br-office' } })
    await expect(onBridge()).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'The host has no bridge “br-office” for network “office”.' })
    await host.daemon.exec('ip', 'link', 'add', 'br-office', 'type', 'bridge')
    expect(await onBridge()).toMatchObject({ bridge: 'br-office', active: true })
  })

  it.each(['10.0.0.0', 'fd00::/64', '10.0.0.0/30', 'nonsense'])('with the subnet %s is refused', async (subnet) => {
    await expect(nat('odd', subnet)).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'forward.subnet' } })
    expect(await host.virsh('net-list', '--all', '--name')).not.toContain('odd')
  })

  it('on addresses that are taken says so', async () => {
    await host.daemon.exec('ip', 'link', 'add', 'dummy-taken', 'type', 'bridge')
    await host.daemon.exec('ip', 'address', 'add', '10.99.0.1/24', 'dev', 'dummy-taken')
    await host.daemon.exec('ip', 'link', 'set', 'dummy-taken', 'up')
    await expect(nat('clash', '10.99.0.0/24')).rejects.toMatchObject({ code: 'LIBVIRT', message: expect.stringContaining('already in use') })
    expect(await host.virsh('net-list', '--all', '--name')).not.toContain('clash')
  })
})
