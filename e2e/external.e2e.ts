import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Vm, VmRow } from '@/server/contract/api/vm'
import type { Page } from './fixtures/api'
import { removeVm, test as base, uniqueName } from './fixtures/test'
import { domstate, tryVirsh, virsh } from './fixtures/virsh'

/** A machine that an administrator made by virsh, with something in its XML that Atrium does not model. */
const definition = (name: string, id: string): string => `
  <domain type="qemu">
    <name>${name}</name><uuid>${id}</uuid>
    <metadata><note:text xmlns:note="https://example.org/note">keep me</note:text></metadata>
    <memory unit="MiB">64</memory><vcpu>1</vcpu>
    <os><type arch="x86_64" machine="pc-q35-7.2">hvm</type></os>
    <features><acpi/><apic/></features>
    <devices>
      <emulator>/usr/bin/qemu-system-x86_64</emulator>
      <serial type="pty"/><console type="pty"/>
      <graphics type="vnc" autoport="yes" listen="127.0.0.1"/><video><model type="vga"/></video>
      <watchdog model="i6300esb" action="none"/>
    </devices>
  </domain>`

const test = base.extend<{ external: { id: string; name: string } }>({
  external: async ({ api }, use) => {
    const [name, id, folder] = [uniqueName('external'), randomUUID(), await mkdtemp(join(tmpdir(), 'atrium-e2e-'))]
    await writeFile(join(folder, 'domain.xml'), definition(name, id))
    await virsh('define', join(folder, 'domain.xml'))
    await use({ id, name })
    // Adopted it is Atrium's to remove; else virsh's.
    await removeVm(api, id)
    await tryVirsh('destroy', id)
    await tryVirsh('undefine', id)
    await rm(folder, { recursive: true })
  },
})

test('a machine made by virsh appears as external, can be used but not edited, and can be adopted', async ({ api, external: { id, name } }) => {
  const changes = await api.changes()
  const seen = await changes.until('the external machine', async () => (await api.get<Page<VmRow>>('/vms?limit=500')).items.find(vm => vm.name === name), 15_000)
  expect(seen).toMatchObject({ id, external: true, status: 'down', memoryMiB: 64, vcpus: 1 })
  expect(seen.actions.edit).toMatchObject({ allowed: false, reason: { code: 'external' } })

  await api.act(id, 'start')
  expect([(await api.status(id, 'up')).external, await domstate(id)]).toEqual([true, 'running'])
  expect(await api.ask('PATCH', `/vms/${id}`, { description: 'mine' }, { 'if-match': String(seen.generation) })).toMatchObject({ status: 409 })
  expect(await api.ask('DELETE', `/vms/${id}`)).toMatchObject({ status: 409 })

  await api.act(id, 'adopt')
  const adopted = await changes.until('the adopted machine', async () => {
    const vm = await api.get<Vm>(`/vms/${id}`)
    return !vm.external && vm
  })
  expect(adopted).toMatchObject({ name, status: 'up' })
  const xml = await virsh('dumpxml', '--inactive', id)
  expect(xml).toContain('keep me')
  expect(xml).toContain('i6300esb')
  expect(await domstate(id)).toBe('running')

  await api.act(id, 'poweroff')
  await api.status(id, 'down')
  const edited = await api.ask<Vm>('PATCH', `/vms/${id}`, { memoryMiB: 80 }, { 'if-match': String((await api.vm(id)).generation) })
  expect(edited).toMatchObject({ status: 200, body: { memoryMiB: 80 } })
  await api.act(id, 'start')
  expect(await virsh('dumpxml', id)).toContain('i6300esb')
  expect(await virsh('dominfo', id)).toContain(`${80 * 1024} KiB`)
})

test('an external machine that virsh undefines is gone', async ({ api, external: { id, name } }) => {
  const changes = await api.changes()
  const present = async (): Promise<boolean> => (await api.get<Page<VmRow>>('/vms?limit=500')).items.some(vm => vm.name === name)
  await changes.until('the external machine', present, 15_000)
  await virsh('undefine', id)
  await changes.until('the external machine to be gone', async () => !(await present()), 15_000)
  expect((await api.ask('GET', `/vms/${id}`)).status).toBe(404)
})
