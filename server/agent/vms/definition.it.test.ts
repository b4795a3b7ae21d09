import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { NicOptions } from '@/server/contract/hardware/nic'
import { buildDomain } from '@/server/domain/vm/xml/domain'
import { buildXml } from '@/server/domain/xml/build'
import { attr, changeChild, element, find, findAll, text, withChildren } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

const define = (spec: VmSpec) => host.client.vm.ensureDefined({ ...step(), spec })
const stored = async (id: string) => parseXml(await host.virsh('dumpxml', '--inactive', id))

describe('a definition', () => {
  it.each<[string, (spec: VmSpec) => Partial<VmSpec>]>([
    ['plain', () => ({})],
    ['with UEFI', () => ({ firmware: 'uefi' })],
    ['with a description that needs escaping', () => ({ description: 'a <b> & "c"\n\'d\' 中文' })],
    [
      'with disks on all buses',
      ({ disks }) => ({
        disks: [
          ...disks,
          ...(['sata', 'scsi'] as const).map((bus, at) => ({ ...disks[0]!, id: randomUUID(), bus, target: `sd${'ab'[at]}`, options: DiskOptions.parse({ readOnly: bus === 'scsi' }) })),
        ],
      }),
    ],
    ['with an IDE disk', ({ disks }) => ({ disks: [{ ...disks[0]!, bus: 'ide', target: 'hda' }] })],
    [
      'with cards, one unplugged',
      () => ({
        nics: [
          { id: randomUUID(), mac: '52:54:00:00:00:01', model: 'virtio', network: 'nowhere', options: NicOptions.parse({}) },
          { id: randomUUID(), mac: '52:54:00:00:00:02', model: 'e1000', network: null, options: NicOptions.parse({}) },
        ],
      }),
    ],
    ['for KVM', () => ({ virtType: 'kvm' })],
  ])('%s passes libvirt’s schema and does not change when it is sent again', async (_, change) => {
    const plain = await blankSpec(host)
    const spec = { ...plain, ...change(plain) }
    await define(spec)
    const before = await host.virsh('dumpxml', '--inactive', spec.id)
    await define(spec)
    expect(await host.virsh('dumpxml', '--inactive', spec.id)).toBe(before)
    expect(text(parseXml(before), 'description')).toBe(spec.description || null)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('keeps what an administrator has added by hand', async () => {
    const spec = await blankSpec(host)
    await define(spec)
    await host.virsh('attach-disk', spec.id, '/nonexistent.iso', 'sdz', '--type', 'cdrom', '--config')
    await host.virsh('metadata', spec.id, '--config', '--uri', 'http://example.org/x', '--key', 'x', '--set', '<note>mine</note>')
    const address = attr(await stored(spec.id), 'slot', 'devices/disk/address')
    await define({ ...spec, generation: 2, memoryMiB: 64, vcpus: 3, description: 'edited' })
    const after = await stored(spec.id)
    expect(findAll(after, 'devices/disk').map((disk) => attr(disk, 'dev', 'target'))).toEqual(['vda', 'sdz'])
    expect(attr(after, 'slot', 'devices/disk/address')).toBe(address)
    expect(find(after, 'metadata')?.children).toHaveLength(2)
    expect([text(after, 'memory'), text(after, 'vcpu'), text(after, 'description')]).toEqual([String(64 * 1024), '3', 'edited'])
  })

  it('begins with what is kept of it where the host has none, or one from before that', async () => {
    const spec = await blankSpec(host)
    const shmem = (name: string) => element('shmem', { name }, element('model', { type: 'ivshmem-plain' }), element('size', { unit: 'M' }, 4))
    const keeping = (name: string, generation: number) => ({
      ...spec, generation, kept: { generation, xml: buildXml(changeChild(buildDomain(spec, 'qemu'), 'devices', devices => withChildren(devices, [...devices.children, shmem(name)]))) },
    })
    const names = async () => findAll(await stored(spec.id), 'devices/shmem').map(each => attr(each, 'name'))
    await define(keeping('first', 1))
    expect(await names()).toEqual(['first'])
    // Of the generation that the host has: what somebody else does there stays.
    await define({ ...keeping('second', 1), generation: 2, memoryMiB: 64 })
    expect([await names(), text(await stored(spec.id), 'memory')]).toEqual([['first'], String(64 * 1024)])
    await define(keeping('third', 3))
    expect(await names()).toEqual(['third'])
    await host.client.vm.ensureAbsent(callOn({ ...spec, generation: 4 }))
  })

  it('is judged by libvirt without being made', async () => {
    const spec = await blankSpec(host)
    const xml = (...more: Element[]) => buildXml(withChildren(buildDomain(spec, 'qemu'), [...buildDomain(spec, 'qemu').children, ...more]))
    expect(await host.client.vm.checkXml({ xml: xml() })).toEqual({ problem: null })
    expect((await host.client.vm.checkXml({ xml: xml(element('nonsense')) })).problem).toMatch(/nonsense/)
    const wrongCpu = buildXml(changeChild(buildDomain(spec, 'qemu'), 'cpu', () => element('cpu', {}, element('topology', { sockets: 3, cores: 5, threads: 1 }))))
    expect((await host.client.vm.checkXml({ xml: wrongCpu })).problem).toMatch(/topology/i)
    expect((await host.virsh('list', '--all', '--uuid')).split('\n')).not.toContain(spec.id)
  })

  it('is renamed while the machine is down', async () => {
    const spec = await blankSpec(host)
    await define(spec)
    expect((await define({ ...spec, generation: 2, name: `${spec.name}-new` })).name).toBe(`${spec.name}-new`)
    expect((await host.virsh('list', '--all', '--name')).split('\n')).not.toContain(spec.name)
  })

  it('waits for the next start when the machine runs', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    const changed = { ...spec, generation: 2, name: `${spec.name}-new`, memoryMiB: 64 }
    expect(await define(changed)).toMatchObject({ name: spec.name, memoryMiB: 32, generation: 2, state: 'running' })
    await host.client.vm.ensureStopped(callOn(changed))
    expect(await host.client.vm.ensureRunning({ ...step(), spec: changed })).toMatchObject({ name: changed.name, memoryMiB: 64, state: 'running' })
    await host.client.vm.ensureAbsent(callOn(changed))
  })

  it('with a name that is taken is refused as a duplicate', async () => {
    const [first, second] = [await blankSpec(host), await blankSpec(host)]
    await define(first)
    await expect(define({ ...second, name: first.name })).rejects.toMatchObject({ code: 'DUPLICATE' })
    await define(second)
    await expect(define({ ...second, generation: 2, name: first.name })).rejects.toMatchObject({ code: 'DUPLICATE' })
  })

  it('with a control character is refused with a sentence', async () => {
    const spec = await blankSpec(host)
    await expect(define({ ...spec, description: 'a\u0007b' })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('U+0007') })
    expect(await host.client.vm.get({ id: spec.id })).toBeNull()
  })
})

describe('a machine of another tool', () => {
  /** Made by virsh, and marked by another manager. */
  const external = async (): Promise<VmSpec> => {
    const spec = await blankSpec(host)
    const file = join(host.storagePath, `${spec.id}.xml`)
    await writeFile(file, buildXml(buildDomain({ ...spec, instanceId: randomUUID(), generation: 9 }, 'qemu')))
    await host.virsh('define', file)
    return spec
  }

  it('is seen, used, but neither changed nor removed', async () => {
    const spec = await external()
    // A start makes libvirt list the controllers in another order.
    const definition = async () => (await host.virsh('dumpxml', '--inactive', spec.id)).split('\n').sort()
    const before = await definition()
    await expect(define({ ...spec, memoryMiB: 64 })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'external' } } })
    await expect(host.client.vm.ensureAbsent(callOn(spec))).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(await host.client.vm.ensureRunning({ ...step(), spec: { ...spec, memoryMiB: 64 } })).toMatchObject({ state: 'running', memoryMiB: 32 })
    expect((await host.client.vm.ensureStopped(callOn(spec))).state).toBe('down')
    expect(await definition()).toEqual(before)
  })

  it('cannot be made in another manager’s name', async () => {
    const spec = await blankSpec(host)
    await expect(define({ ...spec, instanceId: randomUUID() })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('becomes ours by adoption, which changes nothing but the mark', async () => {
    const spec = await external()
    const lines = async () => (await host.virsh('dumpxml', '--inactive', spec.id)).split('\n').filter((line) => !line.includes('instance='))
    const before = await lines()
    const adopted = { ...step(), id: spec.id, instanceId: host.instanceId, generation: 10 }
    expect(await host.client.vm.adopt(adopted)).toMatchObject({ instanceId: host.instanceId, generation: 10 })
    expect(await host.client.vm.adopt({ ...adopted, ...step() })).toMatchObject({ generation: 10 })
    expect(await lines()).toEqual(before)
    expect(await define({ ...spec, generation: 11, memoryMiB: 64 })).toMatchObject({ memoryMiB: 64 })
  })

  it('is adopted while it runs, without noticing', async () => {
    const spec = await external()
    await host.virsh('start', spec.id)
    expect(await host.client.vm.adopt({ ...step(), id: spec.id, instanceId: host.instanceId, generation: 2 })).toMatchObject({
      state: 'running',
      instanceId: host.instanceId,
    })
    await host.client.vm.ensureAbsent({ ...step(), id: spec.id, generation: 2 })
  })
})
