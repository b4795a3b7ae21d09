import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { NicOptions } from '@/server/contract/hardware/nic'
import { onceSpec } from '@/server/domain/vm/once'
import { isoGreeting, makeBootIso } from '@/server/agent/testing/boot-iso'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { Terminal } from '@/server/agent/testing/terminal'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { waitFor } from '@/server/setup/wait'

let host: TestHost
let iso: string
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
  iso = join(host.storagePath, 'iso', 'boot.iso')
  await makeBootIso(iso, 'Debian 11.5.0 amd64 n')
})
afterAll(() => host[Symbol.asyncDispose]())

const once = (spec: VmSpec, change: Partial<Parameters<typeof onceSpec>[1]>) =>
  onceSpec(spec, { devices: null, cd: null, menu: false, kernel: null, endOnReboot: false, ...change })
/** The definition by its lines: a libvirtd that was started anew writes them in another order. */
const kept = async (id: string): Promise<string[]> => (await host.virsh('dumpxml', '--inactive', id)).split('\n').sort()

/** Starts it, and waits until the boot loader of the CD speaks on the serial line. */
const bootsFromCd = async (spec: VmSpec, run: VmSpec | null): Promise<void> => {
  await host.client.vm.ensureRunning({ ...step(), spec, once: run, paused: true })
  const serial = new Terminal(host.console(spec.id, 'serial'))
  await new Promise((resolve, reject) => serial.socket.once('open', resolve).once('error', reject))
  await host.client.vm.ensureResumed(callOn(spec))
  await serial.until(new RegExp(isoGreeting))
  serial.socket.close()
}

describe('the CD drive', { timeout: 60_000 }, () => {
  it('is booted as long as the disk before it is empty', async () => {
    const cdroms = [{ target: 'sda', bus: 'sata' as const, path: iso, bootOrder: null }]
    const blank = await blankSpec(host)
    const spec = { ...blank, hardware: { ...blank.hardware, cdroms, boot: { ...blank.hardware.boot, devices: ['hd' as const, 'cdrom' as const] } } }
    await bootsFromCd(spec, null)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('comes for one run alone, whoever is killed meanwhile', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureDefined({ ...step(), spec })
    const before = await kept(spec.id)
    await bootsFromCd(spec, once(spec, { devices: ['cdrom'], cd: { path: iso } }))
    expect(await host.virsh('dumpxml', spec.id)).toContain(iso)
    expect(await kept(spec.id)).toEqual(before)

    await host.killAgent()
    await host.daemon.signalLibvirtd('KILL')
    await host.daemon.startLibvirtd()
    await host.startAgent()
    expect(await host.virsh('dumpxml', spec.id)).toContain(iso)
    expect(await kept(spec.id)).toEqual(before)
    await host.virsh('destroy', spec.id)
    expect(await host.virsh('list', '--all', '--persistent', '--uuid')).toContain(spec.id)
    expect(await kept(spec.id)).toEqual(before)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('leaves nothing of a run that could not begin', async () => {
    const spec = await blankSpec(host)
    const link = join(host.storagePath, 'iso', 'link.iso')
    await symlink('/etc/shadow', link)
    for (const path of [`${iso}.gone`, link]) {
      await expect(host.client.vm.ensureRunning({ ...step(), spec, once: once(spec, { cd: { path } }) })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
    }
    // Not by Atrium's own check: QEMU itself refuses the kernel.
    const rubbish = join(host.storagePath, 'iso', 'vmlinuz')
    await writeFile(rubbish, '')
    const refused = host.client.vm.ensureRunning({ ...step(), spec, once: once(spec, { kernel: { path: rubbish, initrd: null, commandLine: '' } }) })
    await expect(refused).rejects.toMatchObject({ code: 'LIBVIRT' })
    expect((await kept(spec.id)).filter((line) => line.includes('/iso/'))).toEqual([])
    expect(await host.client.vm.get({ id: spec.id })).toMatchObject({ state: 'down', generation: 1 })
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})

it('asks the network first when it shall, and a server there hears it', { timeout: 60_000 }, async () => {
  await host.client.network.ensure({ ...step(), name: 'pxe', forward: { mode: 'nat', subnet: null } })
  const id = crypto.randomUUID()
  const spec = await blankSpec(host, { nics: [{ id, mac: '56:6f:00:00:01:02', model: 'virtio', network: 'pxe', options: NicOptions.parse({}) }] })
  await host.client.vm.ensureRunning({ ...step(), spec, once: once(spec, { devices: ['network', 'hd'] }) })
  expect(await host.virsh('dumpxml', spec.id)).toMatch(/<boot dev='network'\/>\s*<boot dev='hd'\/>/)
  expect(await waitFor(async () => (await host.virsh('net-dhcp-leases', 'pxe')).includes('56:6f:00:00:01:02'), 40_000, 500)).toBe(true)
  await host.client.vm.ensureAbsent(callOn(spec))
})

it('lists images by name, with their labels, and follows no link', async () => {
  await mkdir(join(host.storagePath, 'iso', 'folder.iso'))
  const found = await host.client.media.list({ storagePath: host.storagePath })
  expect(found.map(({ file, kind, names }) => [file, kind, names?.volume])).toEqual([['boot.iso', 'iso', 'Debian 11.5.0 amd64 n'], ['vmlinuz', 'boot', undefined]])
  expect(found[0]?.sizeBytes).toBeGreaterThan(300_000)
})
