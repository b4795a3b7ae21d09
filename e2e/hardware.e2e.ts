import { expect, type Page } from '@playwright/test'
import type { Vm } from '@/server/contract/api/vm'
import { guestReady } from './fixtures/guest'
import { openAs } from './fixtures/portal'
import { test, uniqueName } from './fixtures/test'
import { domstate, virsh } from './fixtures/virsh'

const pending = (page: Page) => page.getByRole('grid', { name: 'Changes that wait' })

async function edit(page: Page, group: string) {
  await page.getByRole('button', { name: `Edit ${group}`, exact: true }).click()
  return page.getByRole('dialog')
}

test('a running machine is changed as far as it can be; the rest waits, is shown, and comes with a restart', async ({ browser, instance, api, runningVm: { id, name } }) => {
  test.setTimeout(240_000)
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${id}?tab=hardware`)

  // A rule of the server's, told while one types; nothing is changed.
  const memory = await edit(page, 'Memory')
  await memory.getByRole('spinbutton', { name: 'Memory', exact: true }).fill('99999999')
  await memory.getByRole('button', { name: 'Save' }).click()
  await expect(memory.getByText(/MiB/).filter({ hasText: /host|most/i }).first()).toBeVisible()
  await memory.getByRole('button', { name: 'Cancel' }).click()

  const video = await edit(page, 'Console')
  await video.getByRole('combobox', { name: 'Graphics card' }).selectOption({ label: 'bochs' })
  await video.getByRole('button', { name: 'Save' }).click()
  await expect(pending(page).getByRole('row', { name: /Graphics card/ })).toContainText('Needs a restart')
  expect(await virsh('dumpxml', id)).not.toContain('bochs')

  // What can be done now is offered, and done without a restart.
  const options = await test.step('limits of the disk wait when they are told to', async () => {
    await page.goto(`${instance.url}/vms/${id}?tab=disks`)
    await page.getByRole('button', { name: /^Actions for/ }).first().click()
    await page.getByRole('menuitem', { name: 'Edit', exact: true }).click()
    return page.getByRole('dialog')
  })
  await options.getByRole('spinbutton', { name: /operations/i }).first().fill('500')
  await options.getByRole('checkbox', { name: /running machine now/ }).uncheck()
  await options.getByRole('button', { name: 'Save' }).click()
  await page.goto(`${instance.url}/vms/${id}?tab=hardware`)
  await expect(pending(page).getByRole('row', { name: /500/ })).toContainText('Can be applied now')
  await page.getByRole('button', { name: 'Apply 1 change now' }).click()
  await expect(pending(page).getByRole('row', { name: /500/ })).toBeHidden({ timeout: 30_000 })
  expect(await virsh('dumpxml', id)).toContain('<total_iops_sec>500<')
  await expect(pending(page).getByRole('row', { name: /Graphics card/ })).toBeVisible()

  // Before that it would not hear that it shall shut down.
  await guestReady(api, id)
  await page.getByRole('button', { name: 'Restart to apply all' }).click()
  await expect(pending(page)).toBeHidden({ timeout: 90_000 })
  await expect.poll(() => domstate(id)).toBe('running')
  expect(await virsh('dumpxml', id)).toContain('bochs')

  await test.step('cards come, change and go', async () => {
    await page.goto(`${instance.url}/vms/${id}?tab=nics`)
    const cards = page.getByRole('grid', { name: 'Network' })
    await page.getByRole('button', { name: 'Add NIC' }).click()
    const form = page.getByRole('dialog', { name: `Add a NIC to ${name}` })
    await form.getByRole('textbox', { name: 'MAC address' }).fill('52:54:00:zz')
    await form.getByRole('button', { name: 'Add NIC' }).click()
    await expect(form.getByText('Give a MAC address such as')).toBeVisible()
    await form.getByRole('textbox', { name: 'MAC address' }).fill('52:54:00:0c:0f:fe')
    await form.getByRole('button', { name: 'Add NIC' }).click()
    const row = cards.getByRole('row', { name: /52:54:00:0c:0f:fe/ })
    await expect(row).toBeVisible()
    await expect.poll(() => virsh('domiflist', id)).toContain('52:54:00:0c:0f:fe')
    // Greyed while the card is being plugged in.
    await expect(row.getByRole('switch')).toBeEnabled()
    await row.getByRole('switch').click({ force: true })
    await expect.poll(() => virsh('domif-getlink', id, '52:54:00:0c:0f:fe')).toMatch(/down$/)
    await expect(row.getByRole('switch')).toBeEnabled()

    await row.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Network and address' }).click()
    const network = page.getByRole('dialog', { name: /^Network of/ })
    await network.getByRole('combobox', { name: 'Network' }).selectOption({ label: 'Not connected' })
    await network.getByRole('button', { name: 'Save' }).click()
    await expect(row).toContainText('Not connected')
    await expect(row.getByRole('switch')).toBeEnabled()

    // It lets go of a card once it has booted.
    await guestReady(api, id)
    await row.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => virsh('domiflist', id), { timeout: 30_000 }).not.toContain('52:54:00:0c:0f:fe')
    await expect(row).toBeHidden()
  })

  await test.step('a switch that a job has greyed says so, to the keyboard too', async () => {
    const edit: Vm['actions']['edit'] = { allowed: false, reason: { code: 'busy', params: { job: 'vm.migrate' }, text: '' } }
    // A job that lasts as long as the test wants it to.
    await page.route(url => url.pathname === `/api/v1/vms/${id}`, async route => {
      const response = await route.fetch()
      const vm = (await response.json()) as Vm
      await route.fulfill({ response, json: { ...vm, actions: { ...vm.actions, edit } } })
    })
    await page.reload()
    const link = page.getByRole('grid', { name: 'Network' }).getByRole('switch').first()
    await expect(link).toBeDisabled()
    const before = await link.isChecked()
    await link.focus()
    await expect(page.getByRole('tooltip')).toContainText('“Migrate machine” is working on this machine')
    await page.keyboard.press('Space')
    await expect(link).toBeChecked({ checked: before })
    await expect(link).toHaveAccessibleDescription(/Migrate machine/)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
  await page.context().close()
})

test('an expert edits the XML: what is refused says why, what is new is shown, and what Atrium does not model stays', async ({ api, browser, instance, newVm }) => {
  const { id } = await newVm({ name: uniqueName('xml') })
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${id}?tab=xml`)
  await page.getByRole('button', { name: 'Edit XML' }).click()
  const text = page.getByRole('textbox', { name: 'XML' })
  const xml = await text.inputValue()
  await text.fill(xml.replace('</name>', 'x</name>'))
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('It can’t be saved')).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'saved' })).toContainText('The name of the machine can’t be changed here.')
  await expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true')

  await text.fill(xml.replace('</devices>', '<hub type="usb"/></devices>').replace(/(<vcpu[^>]* current=)"1"/, (_, before: string) => `${before}"2"`))
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('libvirt would take it')).toBeVisible()
  await expect(page.getByLabel('Changes')).toContainText('hub')

  // Somebody else is faster: nothing is lost, and nothing of theirs overwritten unseen.
  const { generation } = await api.get<Vm>(`/vms/${id}`)
  await api.expect('PATCH', `/vms/${id}`, { description: 'meanwhile' }, { 'if-match': String(generation) })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Somebody else changed this machine while you were editing')).toBeVisible()
  await expect(text).toHaveValue(/<hub type="usb"\/>/)
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByLabel('Changes')).toContainText('meanwhile')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(text).toBeHidden()
  await expect.poll(() => virsh('dumpxml', id)).toMatch(/<hub type='usb'/)
  expect(await virsh('dumpxml', id)).toMatch(/<vcpu[^>]* current='2'/)
  await page.context().close()
})
