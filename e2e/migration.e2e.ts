import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { guestReady } from './fixtures/guest'
import { on, test } from './fixtures/lab'
import { openAs } from './fixtures/portal'
import { Serial } from './fixtures/serial'
import { runInHost } from './lab/host/enter'
import type { LabHost } from './lab/lab'

/** Ids of what runs on the host, by virsh itself. */
const running = async (host: LabHost): Promise<string> =>
  (await runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', 'list', '--uuid'])).stdout.trim()

async function openDialog(page: Page, name: string) {
  await page.getByRole('main').getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Migrate', exact: true }).click()
  return page.getByRole('dialog', { name: `Migrate ${name}` })
}

test('a machine is moved from the dialog: checks first, figures meanwhile, history afterwards', async ({ browser, instance, api, lab, place, newVm }) => {
  test.setTimeout(240_000)
  const vm = await newVm({ clusterId: lab.cluster.id, templateId: place.blank.id, diskSizeMiB: 0, memoryMiB: 256 })
  await api.act(vm.id, 'start')
  const before = await api.status(vm.id, 'up')
  const source = on(before, lab)
  const destination = lab.labHosts.find(host => host !== source)
  if (!destination) throw new Error('two hosts expected')

  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${vm.id}`)
  const dialog = await openDialog(page, vm.name)
  const checks = dialog.getByRole('region', { name: `Checks of ${destination.name}` })
  await expect(checks.getByText('Both hosts see the same storage.')).toBeVisible()
  await expect(checks.getByText(/^The migration ports are open/)).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Destination' }).selectOption(destination.name)
  await dialog.getByRole('spinbutton', { name: /Bandwidth limit/ }).fill('1')
  await dialog.getByRole('button', { name: 'Migrate', exact: true }).click()

  const main = page.getByRole('main')
  await expect(main.getByText(`Migrating to ${destination.name}`)).toBeVisible({ timeout: 30_000 })
  await expect(main.getByText(new RegExp(`^Migrating \\(to ${destination.name}, \\d+ %\\)$`)).first()).toBeVisible()
  await expect(main.getByRole('progressbar', { name: `Memory of ${vm.name} that has travelled` })).toBeVisible()
  // The page lives meanwhile: figures come by themselves.
  const figures = main.getByText(/expected downtime/i)
  const first = await figures.innerText()
  await expect.poll(() => figures.innerText()).not.toBe(first)
  // Faster while it runs: the rest takes a moment.
  await main.getByRole('button', { name: 'Change limits' }).click()
  const limits = page.getByRole('dialog', { name: 'Limits of the running migration' })
  await limits.getByRole('spinbutton', { name: /Bandwidth limit/ }).fill('500')
  await limits.getByRole('button', { name: 'Apply' }).click()

  await expect(main.getByRole('link', { name: destination.name, exact: true }).first()).toBeVisible({ timeout: 60_000 })
  await api.status(vm.id, 'up')
  expect([await running(source), await running(destination)]).toEqual(['', vm.id])
  await page.getByRole('tab', { name: 'Migrations' }).click()
  const history = page.getByRole('grid', { name: 'Migrations' })
  await expect(history.getByRole('row').filter({ hasText: destination.name })).toContainText('Succeeded')
  await expect(history.getByRole('row').filter({ hasText: destination.name })).toContainText(/\d+ ms/)
  await page.context().close()
})

test('an open console follows the machine to its new host, and typing reaches the guest there', async ({ browser, instance, api, lab, newVm }) => {
  test.setTimeout(240_000)
  const vm = await newVm({ clusterId: lab.cluster.id, templateId: lab.guest.id })
  await api.act(vm.id, 'start')
  const source = on(await guestReady(api, vm.id), lab)
  const viewer = await openAs(browser, instance)
  await viewer.goto(`${instance.url}/vms/${vm.id}?tab=console`)
  const tools = viewer.getByRole('toolbar', { name: 'Console tools' })
  await expect(tools.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 })
  const [sockets, loads]: [string[], string[]] = [[], []]
  viewer.on('websocket', socket => sockets.push(socket.url()))
  viewer.on('load', page => loads.push(page.url()))

  await api.act(vm.id, 'migrate')
  const there = on(await api.status(vm.id, 'up'), lab)
  expect(there).not.toBe(source)
  await expect.poll(() => sockets.length, { timeout: 30_000 }).toBeGreaterThan(0)
  await expect(tools.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 })

  const serial = await Serial.open(api, vm.id)
  await serial.login()
  const canvas = viewer.locator('canvas')
  await canvas.click()
  await viewer.keyboard.type('root\n', { delay: 50 })
  // login on the screen's terminal says so on the other one.
  await serial.expect(/root login on 'tty1'/)
  expect(loads).toEqual([])
  await viewer.context().close()
})
