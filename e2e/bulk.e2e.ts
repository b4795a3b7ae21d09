import { expect } from '@playwright/test'
import { openAs } from './fixtures/portal'
import { test, uniqueName } from './fixtures/test'
import { domstate } from './fixtures/virsh'

test('several machines are started, tagged, powered off and deleted by one job each, which lists what became of each', async ({ browser, instance, api, newVm, place }) => {
  test.setTimeout(180_000)
  const word = uniqueName('crowd')
  const vms = [await newVm({ name: `${word}-1` }), await newVm({ name: `${word}-2` }), await newVm({ name: `${word}-3`, templateId: place.blank.id, diskSizeMiB: 0 })]
  await api.act(vms[2]?.id ?? '', 'start')
  const page = await openAs(browser, instance)
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  const bar = page.getByRole('toolbar', { name: '3 selected' })
  const dialog = page.getByRole('dialog')
  const tasks = page.getByRole('complementary', { name: 'Tasks' })
  await page.goto(`${instance.url}/vms?search=${encodeURIComponent(word)}`)
  await expect(row(`${word}-3`)).toContainText('Up')
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check()

  // One runs already: the button says how many it is for.
  await bar.getByRole('button', { name: 'Start (2)' }).click()
  await page.getByRole('button', { name: 'Show task: Start, 2 machines' }).click()
  const started = tasks.getByRole('list', { name: 'What became of each machine' })
  for (const { name } of vms.slice(0, 2)) {
    await expect(started.getByRole('listitem').filter({ hasText: name })).toContainText('Succeeded', { timeout: 60_000 })
    await expect(row(name)).toContainText('Up')
  }
  await tasks.getByRole('button', { name: 'Close tasks' }).click()

  const choose = async (action: string) => {
    const button = bar.getByRole('button', { name: action, exact: true })
    if (await button.isVisible()) return button.click()
    await bar.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: action, exact: true }).click()
  }
  await choose('Tags …')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('Choose')
  await dialog.getByRole('textbox', { name: 'Add' }).fill('night, lab')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => Promise.all(vms.map(async ({ id }) => (await api.vm(id)).tags.join())), { timeout: 30_000 }).toEqual(['lab,night', 'lab,night', 'lab,night'])

  await choose('Power off')
  await expect(dialog).toContainText('Power off 3 machines?')
  await dialog.getByRole('button', { name: 'Power off' }).click()
  for (const { name } of vms) await expect(row(name)).toContainText('Down', { timeout: 30_000 })
  expect(await Promise.all(vms.map(({ id }) => domstate(id)))).toEqual(['shut off', 'shut off', 'shut off'])

  await choose('Delete')
  await expect(dialog).toContainText('2 disks')
  await dialog.getByRole('textbox').fill('3')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Nothing matches')).toBeVisible({ timeout: 30_000 })
  expect(await Promise.all(vms.map(({ id }) => domstate(id)))).toEqual(['absent', 'absent', 'absent'])
  await page.context().close()
})
