import { expect } from '@playwright/test'
import type { Vm, VmRow } from '@/server/contract/api/vm'
import type { Page as ListPage } from './fixtures/api'
import { openAs } from './fixtures/portal'
import { removeVm, test, uniqueName } from './fixtures/test'
import { dominfo, virsh } from './fixtures/virsh'

test('what people note of a machine is shown, found and kept to', async ({ browser, instance, api, newVm }) => {
  test.setTimeout(180_000)
  const vm = await newVm()
  const page = await openAs(browser, instance)
  const dialog = page.getByRole('dialog')
  const tag = uniqueName('tag')
  await page.goto(`${instance.url}/vms/${vm.id}`)
  const edit = page.getByRole('button', { name: 'Edit properties' })
  await edit.click()
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('Kept <b>as typed</b>')
  await dialog.getByRole('textbox', { name: 'Tags' }).fill(`${tag}, web`)
  await dialog.getByRole('textbox', { name: 'Custom fields' }).fill('=7')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText(/needs a name of letters/)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Custom fields' }).fill('rack=7\nteam=blue')
  await dialog.getByRole('combobox', { name: 'Owner' }).selectOption({ label: instance.username })
  await dialog.getByRole('checkbox', { name: 'Delete protection' }).check()
  const autostart = dialog.getByRole('checkbox', { name: 'Start with its host' })
  await autostart.check()
  await dialog.getByRole('checkbox', { name: 'Highly available' }).check()
  await dialog.getByRole('combobox', { name: 'Priority' }).selectOption('High')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText(/can not start with one host as well/)).toBeVisible()
  await autostart.uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(edit).toBeFocused()

  const main = page.getByRole('main')
  for (const text of ['Kept <b>as typed</b>', tag, 'rack=7', 'team=blue', 'Yes · High', instance.username]) await expect(main).toContainText(text)
  await edit.click()
  await dialog.getByRole('checkbox', { name: 'Highly available' }).uncheck()
  await autostart.check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await dominfo(vm.id)).Autostart).toBe('enable')
  // Its host knows it, and the page no longer says that it does not.
  await expect(main).not.toContainText('its host does not have it yet')
  await page.getByRole('main').getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true')
  await page.goto(`${instance.url}/vms?search=${encodeURIComponent(`tag=${tag}`)}`)
  await expect(page.getByRole('row', { name: new RegExp(vm.name) })).toBeVisible()
  expect(await api.ask('DELETE', `/vms/${vm.id}`)).toMatchObject({ status: 409 })
  await api.expect('PATCH', `/vms/${vm.id}/properties`, { deleteProtected: false })
  await page.context().close()
})

test('a clone has its own id, addresses and disks', async ({ browser, instance, api, newVm }) => {
  test.setTimeout(180_000)
  const vm = await newVm()
  const name = uniqueName('twin')
  const page = await openAs(browser, instance)
  const dialog = page.getByRole('dialog')
  await page.goto(`${instance.url}/vms?search=${encodeURIComponent(`name=${vm.name}`)}`)
  await page.getByRole('button', { name: `Actions for ${vm.name}` }).click()
  await page.getByRole('menuitem', { name: 'Clone' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill(vm.name)
  await expect(dialog.getByRole('option', { name: 'Share (the disk is not shareable)' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Clone' }).click()
  await expect(dialog).toContainText(/already/)
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Clone' }).click()
  await expect(dialog).toBeHidden()
  const found = async () => (await api.get<ListPage<VmRow>>(`/vms?search=${encodeURIComponent(`name=${name}`)}`)).items[0]
  await expect.poll(async () => (await found())?.status, { timeout: 30_000 }).toBe('down')
  const twin = await api.vm((await found())?.id ?? '')
  try {
    await page.goto(`${instance.url}/vms/${twin.id}?tab=disks`)
    await expect(page.getByRole('heading', { name })).toBeVisible()
    const identity = ({ id, disks, nics }: Vm) => [id, ...disks.map(disk => disk.id), ...nics.map(nic => nic.mac)]
    expect(identity(twin)).toHaveLength(identity(vm).length)
    expect(identity(twin).filter(one => identity(vm).includes(one))).toEqual([])
    expect(await virsh('dumpxml', twin.id)).toContain(twin.nics[0]?.mac)
  } finally {
    await removeVm(api, twin.id)
  }
  await page.context().close()
})
