import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Vm } from '@/server/contract/api/vm'
import { isoGreeting, makeBootIso } from '@/server/agent/testing/boot-iso'
import { openAs } from './fixtures/portal'
import { Serial } from './fixtures/serial'
import { removeVm, test, uniqueName } from './fixtures/test'
import { virsh } from './fixtures/virsh'

const step = (page: Page, title: string) => page.getByRole('navigation', { name: 'Steps of the new machine' }).getByRole('button', { name: title }).click()

test('a machine from a CD image: its system is recognised, it boots from there; run once from the network, and then as it was', async ({ browser, instance, api }) => {
  const [name, file] = [uniqueName('cd'), `${uniqueName('boot')}.iso`]
  const folder = join(instance.dataDir, 'storage/local/iso')
  await mkdir(folder, { recursive: true })
  await makeBootIso(join(folder, file), 'Debian 11.5.0 amd64 n')
  const page = await openAs(browser, instance)
  let id = ''
  try {
    await page.goto(`${instance.url}/vms/new`)
    await page.getByRole('radio', { name: 'CD image' }).check({ force: true })
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(page.getByText('Choose one.')).toBeVisible()
    await page.getByRole('combobox', { name: 'CD image' }).selectOption({ label: `${file} (local)` })
    await expect(page.getByRole('combobox', { name: 'Operating system' })).toHaveValue('Debian 11')
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await page.getByRole('textbox', { name: 'Tags' }).fill('cd, e2e')
    await step(page, 'Processor and memory')
    await page.getByRole('spinbutton', { name: 'Memory' }).fill('64')
    await expect(page.getByText('Debian 11 needs at least')).toBeVisible()
    await step(page, 'Storage')
    await page.getByRole('spinbutton', { name: 'Disk size' }).fill('64')
    // It can be left and come back to.
    await page.reload()
    await expect(page.getByRole('spinbutton', { name: 'Disk size' })).toHaveValue('64')
    await step(page, 'Review')
    await expect(page.getByText('nothing stands against it')).toBeVisible()
    await page.getByRole('button', { name: 'XML of the machine' }).click()
    await expect(page.getByLabel('XML of the machine').last()).toContainText(file)
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
    id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const made = await api.status(id, 'down')
    expect(made).toMatchObject({ os: 'debian11', tags: ['cd', 'e2e'], hardware: { boot: { devices: ['hd', 'cdrom'] }, video: { model: 'virtio' } } })
    await api.act(id, 'start', { paused: true })
    const serial = await Serial.open(api, id)
    await api.act(id, 'resume')
    await serial.expect(new RegExp(isoGreeting))
    serial.close()
    await api.act(id, 'poweroff')
    await api.status(id, 'down')

    await page.getByRole('main').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Run once', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Boot from' }).selectOption({ label: 'Network (PXE)' })
    await dialog.getByRole('combobox', { name: 'CD drive' }).selectOption({ label: 'Empty' })
    await dialog.getByRole('checkbox', { name: 'Start it paused' }).check()
    await dialog.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(page.getByRole('main').getByText('Paused', { exact: true }).first()).toBeVisible({ timeout: 30_000 })
    const [live, kept] = [await virsh('dumpxml', id), await virsh('dumpxml', '--inactive', id)]
    expect([live.includes("<boot dev='network'/>"), live.includes(file)]).toEqual([true, false])
    expect([kept.includes("<boot dev='network'/>"), kept.includes(file)]).toEqual([false, true])
    await api.free(id)
    await api.act(id, 'poweroff')
    await api.status(id, 'down')
    expect(await virsh('dumpxml', id)).toContain(file)
  } finally {
    if (id) await removeVm(api, id)
    await rm(join(folder, file), { force: true })
    await page.context().close()
  }
})

test('what a source lacks gets a sentence and makes nothing', async ({ api, place }) => {
  const input = { name: uniqueName('sourceless'), clusterId: place.cluster.id, memoryMiB: 64, vcpus: 1 }
  const nobody = '00000000-0000-4000-8000-000000000000'
  for (const [source, status, field] of [
    [undefined, 400, 'source'],
    [{ type: 'iso', storageDomainId: nobody, file: 'a.iso' }, 404, 'source'],
    [{ type: 'iso', storageDomainId: nobody, file: '../a.iso' }, 400, 'source.file'],
    [{ type: 'tree', url: 'file:///etc' }, 400, 'treeUrl'],
    [{ type: 'existingDisk', diskId: nobody }, 404, 'source'],
  ] as const) {
    expect(await api.ask<Vm>('POST', '/vms', { ...input, ...(source ? { source } : {}) })).toMatchObject({ status, body: { field, detail: expect.stringMatching(/\.$/) } })
  }
  expect((await virsh('list', '--all', '--name')).split('\n')).not.toContain(input.name)
})
