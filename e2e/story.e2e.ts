import { expect, type Locator, type Page } from '@playwright/test'
import type { VmRow } from '@/server/contract/api/vm'
import { Serial } from './fixtures/serial'
import { openAs } from './fixtures/portal'
import { bootedAgain, bootId, guestReady } from './fixtures/guest'
import { removeVm, test, uniqueName } from './fixtures/test'
import { dominfo, domstate, qemuProcesses, virsh } from './fixtures/virsh'
import type { Page as ListPage } from './fixtures/api'

/** Marks the document: after a reload the mark is gone. */
const mark = (page: Page): Promise<void> => page.evaluate(() => { document.documentElement.setAttribute('data-e2e-mark', 'kept') })
const stillMarked = (page: Page): Promise<string | null> => page.evaluate(() => document.documentElement.getAttribute('data-e2e-mark'))

/** The word beside the machine's name. */
const state = (page: Page, word: string): Locator => page.getByRole('main').getByText(word, { exact: true }).first()

/** An action of the page: a button, or an entry of the menu behind it. */
async function choose(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('main').getByRole('button', { name: 'More actions' })
  await menu.waitFor()
  const button = page.getByRole('main').getByRole('button', { name, exact: true })
  if (await button.count()) return button.first().click()
  const item = page.getByRole('menuitem', { name, exact: true })
  // Now and then it was closed again while a guest booted, and why is not known: a person would open it once more.
  await expect(async () => {
    if (!(await item.isVisible())) await menu.click()
    await item.click({ timeout: 5_000 })
  }).toPass({ timeout: 30_000 })
}

/** The console tab of a running machine, connected. */
async function openConsoleTab(page: Page, kind: 'Screen (VNC)' | 'Serial'): Promise<Locator> {
  await page.getByRole('navigation').getByRole('tab', { name: 'Console' }).or(page.getByRole('link', { name: 'Console' })).or(page.getByRole('tab', { name: 'Console' })).first().click()
  await page.getByRole('button', { name: kind, exact: true }).click()
  const screen = kind === 'Serial' ? page.getByRole('group', { name: /^Serial console of/ }) : page.getByRole('application', { name: /^Screen of/ })
  await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  return screen
}

/** Different colours on the canvas of the console. */
const colours = (screen: Locator): Promise<number> => screen.evaluate(element => {
  const canvas = element.getElementsByTagName('canvas')[0]
  const pixels = canvas?.width ? canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data : undefined
  return pixels ? new Set(new Uint32Array(pixels.buffer)).size : 0
})

test('log in, look around, make a machine and start it', async ({ page, instance, api, place }) => {
  const name = uniqueName('story')
  await test.step('log in', async () => {
    await page.goto(instance.url)
    await page.getByRole('textbox', { name: 'User name' }).fill(instance.username)
    await page.getByRole('textbox', { name: 'Password' }).fill('not this one')
    await page.getByRole('button', { name: 'Log in' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Wrong user name or password.' })).toBeVisible()
    await page.getByRole('textbox', { name: 'Password' }).fill(instance.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
  })

  await test.step('datacenter, cluster and this machine as a host that is Up with its facts', async () => {
    const navigation = page.getByRole('navigation', { name: 'Main navigation' })
    await navigation.getByRole('link', { name: 'Datacenters' }).click()
    await expect(page.getByRole('link', { name: place.host.datacenter.name, exact: true }).first()).toBeVisible()
    await navigation.getByRole('link', { name: 'Clusters' }).click()
    await expect(page.getByRole('link', { name: place.cluster.name, exact: true }).first()).toBeVisible()
    await navigation.getByRole('link', { name: 'Hosts' }).click()
    await page.getByRole('link', { name: place.host.name, exact: true }).first().click()
    await expect(page.getByRole('heading', { name: place.host.name })).toBeVisible()
    await expect(state(page, 'Up')).toBeVisible()
    await expect(page.getByRole('main')).toContainText(place.host.facts?.libvirtVersion ?? 'libvirt')
    await expect(page.getByRole('main')).toContainText(place.host.facts?.cpu.model ?? 'cpu')
  })

  await test.step('New VM from the small guest', async () => {
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Virtual machines' }).click()
    await page.getByRole('link', { name: 'New VM' }).or(page.getByRole('button', { name: 'New VM' })).first().click()
    await page.getByRole('radio', { name: place.tiny.name }).check({ force: true })
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('two words')
    await expect(page.getByRole('form', { name: 'New virtual machine' })).toContainText('Only letters, digits')
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(state(page, 'Down')).toBeVisible({ timeout: 60_000 })
  })

  const vm = (await api.get<ListPage<VmRow>>('/vms?limit=500')).items.find(one => one.name === name)
  if (!vm) throw new Error(`no machine ${name}`)
  try {
    await test.step('start it and watch the steps; it becomes Up without a reload', async () => {
      await mark(page)
      await choose(page, 'Start')
      await expect(state(page, 'Up')).toBeVisible({ timeout: 30_000 })
      expect(await stillMarked(page)).toBe('kept')
      await page.getByRole('button', { name: new RegExp(`Show task: .*${name}`) }).or(page.getByRole('button', { name: /^Tasks/ })).first().click()
      const tasks = page.getByRole('complementary', { name: 'Tasks' })
      await expect(tasks).toContainText(name)
      const steps = tasks.getByRole('button', { name: /^Steps of/ }).first()
      if ((await steps.getAttribute('aria-expanded')) !== 'true') await steps.click()
      await expect(tasks.getByRole('listitem').filter({ hasText: 'Done' }).first()).toBeVisible()
      expect([await domstate(vm.id), (await qemuProcesses(vm.id)).length]).toEqual(['running', 1])
      expect(await dominfo(vm.id)).toMatchObject({ Name: name })
    })
  } finally {
    await removeVm(api, vm.id)
  }
})

test('VNC console in the page: drawn, log in by typing, poweroff shows Down', async ({ browser, instance, api, runningVm }) => {
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${runningVm.id}`)
  const screen = await openConsoleTab(page, 'Screen (VNC)')
  await expect.poll(() => colours(screen)).toBeGreaterThan(1)
  await guestReady(api, runningVm.id)
  const serial = await Serial.open(api, runningVm.id)
  await serial.login()
  await screen.click()
  await page.keyboard.type('root\n', { delay: 20 })
  await serial.expect(/root login on 'tty1'/)
  // Text is typed key by key with its shift keys; it shows on the other terminal, so the guest's own shell has read it.
  await page.getByRole('button', { name: 'Send text' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('echo Typed-$((20+3)) > /dev/ttyS0')
  await dialog.getByRole('checkbox', { name: 'Press Enter at the end' }).check()
  await dialog.getByRole('button', { name: 'Send' }).click()
  await serial.expect(/Typed-23/)
  serial.close()
  await dialog.waitFor({ state: 'hidden' })
  await screen.click()
  await page.keyboard.type('poweroff\n', { delay: 20 })
  await expect(state(page, 'Down')).toBeVisible({ timeout: 30_000 })
  expect(await domstate(runningVm.id)).toBe('shut off')
  await page.context().close()
})

test('serial console in the page: log in by typing, poweroff shows Down', async ({ browser, instance, api, runningVm }) => {
  const page = await openAs(browser, instance)
  await guestReady(api, runningVm.id)
  await page.goto(`${instance.url}/vms/${runningVm.id}`)
  const terminal = await openConsoleTab(page, 'Serial')
  await terminal.click()
  await page.keyboard.type('\n')
  await expect(terminal).toContainText('login:')
  await page.keyboard.type('root\n')
  await expect(terminal).toContainText('#')
  await page.keyboard.type('echo $((6*7))-answer\n')
  await expect(terminal).toContainText('42-answer')
  await page.keyboard.type('poweroff\n')
  await expect(state(page, 'Down')).toBeVisible({ timeout: 30_000 })
  expect(await domstate(runningVm.id)).toBe('shut off')
  await page.context().close()
})

test('every action from the page, each seen by virsh too', async ({ browser, instance, api, newVm }) => {
  // The guest boots four times.
  test.setTimeout(240_000)
  const { id } = await newVm()
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${id}`)
  await choose(page, 'Start')
  await expect(state(page, 'Up')).toBeVisible()
  await guestReady(api, id)
  await choose(page, 'Pause')
  await expect(state(page, 'Paused')).toBeVisible()
  expect(await domstate(id)).toBe('paused')
  await choose(page, 'Resume')
  await expect(state(page, 'Up')).toBeVisible()
  expect(await domstate(id)).toBe('running')
  const before = await bootId(id)
  await choose(page, 'Suspend')
  await expect(state(page, 'Suspended')).toBeVisible({ timeout: 60_000 })
  expect([await domstate(id), await dominfo(id)]).toMatchObject(['shut off', { 'Managed save': 'yes' }])
  await choose(page, 'Start')
  await expect(state(page, 'Up')).toBeVisible({ timeout: 60_000 })
  await guestReady(api, id)
  expect([await bootId(id), await dominfo(id)]).toMatchObject([before, { 'Managed save': 'no' }])
  await choose(page, 'Reset')
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await bootedAgain(id, before)
  await choose(page, 'Shut down')
  await expect(state(page, 'Down')).toBeVisible({ timeout: 60_000 })
  expect(await domstate(id)).toBe('shut off')

  await choose(page, 'Start')
  await expect(state(page, 'Up')).toBeVisible()
  await choose(page, 'Power off')
  await page.getByRole('dialog').getByRole('button', { name: 'Power off' }).click()
  await expect(state(page, 'Down')).toBeVisible()
  expect(await domstate(id)).toBe('shut off')

  const renamed = uniqueName('edited')
  await choose(page, 'Edit')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(renamed)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: renamed })).toBeVisible()
  expect((await dominfo(id)).Name).toBe(renamed)

  await choose(page, 'Delete')
  await page.getByRole('dialog').getByRole('textbox').fill(renamed)
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect.poll(async () => (await api.ask('GET', `/vms/${id}`)).status).toBe(404)
  expect(await domstate(id)).toBe('absent')
  await page.context().close()
})

test('virsh suspend behind its back shows Paused without a reload; a greyed action says why', async ({ browser, instance, runningVm: { id } }) => {
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${id}`)
  await expect(state(page, 'Up')).toBeVisible()
  await mark(page)
  await virsh('suspend', id)
  await expect(state(page, 'Paused')).toBeVisible()
  const start = page.getByRole('main').getByRole('button', { name: 'Start', exact: true })
  await expect(start).toHaveAttribute('aria-disabled', 'true')
  await start.focus()
  await expect(page.getByRole('tooltip')).toContainText(/paused/i)
  await virsh('resume', id)
  await expect(state(page, 'Up')).toBeVisible()
  expect(await stillMarked(page)).toBe('kept')
  await page.context().close()
})
