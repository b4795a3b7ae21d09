import { access } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import type { DiskRow } from '@/server/contract/api/disk'
import type { Api, Page as ListPage } from './fixtures/api'
import { guestReady } from './fixtures/guest'
import { openAs } from './fixtures/portal'
import { test, uniqueName } from './fixtures/test'
import { virsh } from './fixtures/virsh'

const MiB = 1024 ** 2
/** Paths of the images, as the host's folder has them. */
const imagesOf = async (api: Api, vmId: string) => (await api.get<ListPage<DiskRow>>(`/disks?search=${encodeURIComponent(`vm=${vmId}`)}`)).items.map(({ path }) => path)
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('a running machine gets a disk that grows, gives it up to another, and there it is deleted', async ({ browser, instance, api, runningVm: vm, newVm }) => {
  test.setTimeout(180_000)
  const other = await newVm({ name: uniqueName('other') })
  const page = await openAs(browser, instance)
  const onlooker = await page.context().newPage()
  const name = uniqueName('disk')
  await onlooker.goto(`${instance.url}/disks?search=${encodeURIComponent(`name=${name}`)}`)
  await guestReady(api, vm.id)
  await page.goto(`${instance.url}/vms/${vm.id}?tab=disks`)
  await page.getByRole('button', { name: 'New disk' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Name' }).fill(name)
  await form.getByRole('spinbutton', { name: 'Size' }).fill('0')
  await form.getByRole('button', { name: 'Create' }).click()
  await expect(form.getByText(/at least 1/)).toBeVisible()
  await form.getByRole('spinbutton', { name: 'Size' }).fill('16')
  await form.getByRole('button', { name: 'Create' }).click()
  // Told where it covers nothing: the row's menu can be used at once.
  await expect(page.getByRole('button', { name: new RegExp(`Show task: Create disk, .*`) })).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Tasks' })).toBeHidden()
  await expect(rowOf(page, name)).toContainText('vdb')
  await expect.poll(() => virsh('domblklist', vm.id)).toMatch(/vdb/)
  // Another page shows it without a reload.
  await expect(rowOf(onlooker, name)).toContainText(vm.name)

  await choose(page, name, 'Make larger')
  await form.getByRole('spinbutton', { name: 'New size' }).fill('8')
  await form.getByRole('button', { name: 'Make larger' }).click()
  await expect(form.getByText(/only grow|larger than|at least/i).first()).toBeVisible()
  await form.getByRole('spinbutton', { name: 'New size' }).fill('32')
  await form.getByRole('button', { name: 'Make larger' }).click()
  await expect(rowOf(page, name)).toContainText('32 MiB')
  expect(await virsh('domblkinfo', vm.id, 'vdb')).toMatch(new RegExp(`Capacity: +${32 * MiB}`))
  const { items: [disk] } = await api.get<ListPage<DiskRow>>(`/disks?search=${encodeURIComponent(`name=${name}`)}`)
  if (!disk) throw new Error('the disk is not listed')

  await choose(page, name, 'Detach')
  await page.getByRole('dialog').getByRole('button', { name: 'Detach' }).click()
  await expect(rowOf(page, name)).toBeHidden({ timeout: 30_000 })
  expect(await virsh('domblklist', vm.id)).not.toMatch(/vdb/)
  await access(disk.path)
  await expect(rowOf(onlooker, name)).toContainText('Floating')

  await page.goto(`${instance.url}/vms/${other.id}?tab=disks`)
  await page.getByRole('button', { name: 'Attach disk' }).click()
  await form.getByRole('combobox', { name: 'Disk', exact: true }).selectOption(disk.id)
  await form.getByRole('button', { name: 'Attach' }).click()
  await expect(rowOf(page, name)).toBeVisible()
  await choose(page, name, 'Delete')
  await expect(form).toContainText('are gone with all that is on them')
  await expect(form.getByRole('button', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true')
  await form.getByRole('textbox').fill(name)
  await form.getByRole('button', { name: 'Delete' }).click()
  await expect(rowOf(page, name)).toBeHidden()
  await expect.poll(() => access(disk.path).then(() => 'there', () => 'gone')).toBe('gone')
  await page.context().close()
})

test('a shareable disk belongs to two machines, and its image stays until the last one gives it up', async ({ browser, instance, api, newVm }) => {
  test.setTimeout(180_000)
  const [first, second] = [await newVm({ name: uniqueName('first') }), await newVm({ name: uniqueName('second') })]
  const page = await openAs(browser, instance)
  const name = uniqueName('shared')
  const form = page.getByRole('dialog')
  await page.goto(`${instance.url}/vms/${first.id}?tab=disks`)
  await page.getByRole('button', { name: 'New disk' }).click()
  await form.getByRole('textbox', { name: 'Name' }).fill(name)
  await form.getByRole('spinbutton', { name: 'Size' }).fill('16')
  await form.getByRole('button', { name: 'Advanced' }).click()
  await form.getByRole('checkbox', { name: /Several machines/ }).check()
  await expect(form.getByRole('combobox', { name: 'Format' })).toHaveValue('raw')
  await form.getByRole('button', { name: 'Create' }).click()
  await expect(rowOf(page, name)).toContainText('Shareable')
  const { items: [disk] } = await api.get<ListPage<DiskRow>>(`/disks?search=${encodeURIComponent(`name=${name}`)}`)
  if (!disk) throw new Error('the disk is not listed')

  await expect.poll(async () => (await api.vm(first.id)).job).toBeNull()
  await choose(page, name, 'Attach')
  await form.getByRole('combobox', { name: 'Machine' }).selectOption(second.id)
  await form.getByRole('button', { name: 'Attach' }).click()
  await expect.poll(() => imagesOf(api, second.id)).toContain(disk.path)
  await expect.poll(async () => (await api.vm(second.id)).job).toBeNull()

  await choose(page, name, 'Delete')
  await form.getByRole('textbox').fill(name)
  await form.getByRole('button', { name: 'Delete' }).click()
  await expect(rowOf(page, name)).toBeHidden()
  await access(disk.path)
  expect(await imagesOf(api, second.id)).toContain(disk.path)
  await page.context().close()
})

test('a disk has a page: its chain, its state, and all that can be done to it', async ({ browser, instance, api, newVm }) => {
  test.setTimeout(180_000)
  const vm = await newVm({ name: uniqueName('paged') })
  const { items: [thin] } = await api.get<ListPage<DiskRow>>(`/disks?search=${encodeURIComponent(`vm=${vm.id}`)}`)
  if (!thin) throw new Error('the machine has no disk')
  const page = await openAs(browser, instance)
  const form = page.getByRole('dialog')
  const main = page.getByRole('main')
  await page.goto(`${instance.url}/disks?search=${encodeURIComponent(`id=${thin.id}`)}`)
  await page.getByRole('link', { name: thin.name }).click()
  await expect(page.getByRole('heading', { level: 1, name: thin.name })).toBeVisible()
  const images = page.getByRole('group', { name: 'Chain of images' }).getByRole('listitem')
  await expect(images).toHaveCount(2)
  await expect(images.nth(1)).toContainText('template')
  await expect(main).toContainText('up to 2 images')
  await expect(page.getByRole('link', { name: vm.name })).toBeVisible()

  const more = page.getByRole('button', { name: 'More actions' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Check' }).click()
  await expect(main).toContainText('It is sound.')
  await more.click()
  await page.getByRole('menuitem', { name: 'Make smaller' }).click()
  await form.getByRole('spinbutton', { name: 'New size' }).fill(String(thin.sizeMiB - 1))
  await form.getByRole('button', { name: 'Make smaller' }).click()
  await expect(form.getByText('Confirm that what lies beyond may be lost.')).toBeVisible()
  await form.getByRole('button', { name: 'Cancel' }).click()

  // While it runs it can't be looked through, but it moves.
  await api.post(`/vms/${vm.id}/start`)
  await expect.poll(async () => (await api.vm(vm.id)).status, { timeout: 60_000 }).toBe('up')
  await expect.poll(async () => (await api.vm(vm.id)).job, { timeout: 60_000 }).toBeNull()
  await more.click()
  await expect(page.getByRole('menuitem', { name: 'Check' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Move or convert' }).click()
  await form.getByRole('combobox', { name: 'Format' }).selectOption('raw')
  await form.getByRole('button', { name: 'Move or convert' }).click()
  await expect(images).toHaveCount(1, { timeout: 60_000 })
  await expect(main).toContainText('A single image')
  const { path } = await api.get<DiskRow>(`/disks/${thin.id}`)
  expect(path).toMatch(/\.raw$/)
  expect(await virsh('domblklist', vm.id)).toContain(path)
  await expect.poll(() => access(thin.path).then(() => 'there', () => 'gone')).toBe('gone')
  await page.getByRole('tab', { name: /Events/ }).click()
  await expect(main).toContainText('Move disk of running machine')
  await page.context().close()
})
