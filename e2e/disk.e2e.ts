import { access } from 'node:fs/promises'
import { expect } from '@playwright/test'
import type { DiskRow } from '@/server/contract/api/disk'
import type { Page as ListPage } from './fixtures/api'
import { guestReady } from './fixtures/guest'
import { openAs } from './fixtures/portal'
import { test, uniqueName } from './fixtures/test'
import { virsh } from './fixtures/virsh'

test('a running machine gets a new disk, gives it up to another, and there it is deleted', async ({ browser, instance, api, runningVm: vm, newVm }) => {
  test.setTimeout(180_000)
  const other = await newVm({ name: uniqueName('other') })
  await guestReady(api, vm.id)
  const page = await openAs(browser, instance)
  const name = uniqueName('disk')
  await page.goto(`${instance.url}/vms/${vm.id}?tab=disks`)
  await page.getByRole('button', { name: 'New disk' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Name' }).fill(name)
  await form.getByRole('spinbutton', { name: 'Size' }).fill('0')
  await form.getByRole('button', { name: /Create|Save/ }).click()
  await expect(form.getByText(/at least 1/)).toBeVisible()
  await form.getByRole('spinbutton', { name: 'Size' }).fill('16')
  await form.getByRole('button', { name: /Create|Save/ }).click()
  const row = page.getByRole('row', { name: new RegExp(name) })
  await expect(row).toBeVisible()
  await expect.poll(() => virsh('domblklist', vm.id)).toMatch(/vdb/)
  const { items: [disk] } = await api.get<ListPage<DiskRow>>(`/disks?search=${encodeURIComponent(`name=${name}`)}`)
  if (!disk) throw new Error('the disk is not listed')

  await expect(row.getByRole('button', { name: `Actions for ${name}` })).toBeVisible()
  await row.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Detach' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Detach' }).click()
  await expect(row).toBeHidden({ timeout: 60_000 })
  expect(await virsh('domblklist', vm.id)).not.toMatch(/vdb/)
  await access(disk.path)

  await page.goto(`${instance.url}/vms/${other.id}?tab=disks`)
  await page.getByRole('button', { name: 'Attach disk' }).click()
  const attach = page.getByRole('dialog')
  await attach.getByRole('combobox', { name: 'Disk', exact: true }).selectOption(disk.id)
  await attach.getByRole('button', { name: 'Attach' }).click()
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const danger = page.getByRole('dialog')
  await expect(danger).toContainText('are gone with all that is on them')
  await danger.getByRole('textbox').fill(name)
  await danger.getByRole('button', { name: 'Delete' }).click()
  await expect(row).toBeHidden({ timeout: 30_000 })
  await expect.poll(() => access(disk.path).then(() => 'there', () => 'gone')).toBe('gone')
  await page.context().close()
})

test('several machines are started by one job, and the guest agent of one freezes and thaws', async ({ browser, instance, api, newVm }) => {
  test.setTimeout(180_000)
  const word = uniqueName('crowd')
  const [first, second] = [await newVm({ name: `${word}-1` }), await newVm({ name: `${word}-2` })]
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms?search=${encodeURIComponent(word)}`)
  await page.getByRole('checkbox', { name: `Select ${first.name}` }).check()
  await page.getByRole('checkbox', { name: `Select ${second.name}` }).check()
  await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Start' }).click()
  for (const { name } of [first, second]) await expect(page.getByRole('row', { name: new RegExp(name) }).getByText('Up', { exact: true })).toBeVisible({ timeout: 60_000 })
  await guestReady(api, first.id)
  await page.goto(`${instance.url}/vms/${first.id}?tab=guest`)
  await page.getByRole('button', { name: 'Freeze file systems' }).click()
  await expect(page.getByText('Freeze file systems, done')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Thaw file systems' }).click()
  await expect(page.getByRole('button', { name: 'Thaw file systems' })).toHaveAttribute('aria-disabled', 'true', { timeout: 30_000 })
  await page.context().close()
})
