import { expect, type Page } from '@playwright/test'
import { openAs } from './fixtures/portal'
import { test as base } from './fixtures/test'

const test = base.extend<{ portal: Page }>({
  portal: async ({ browser, instance }, use) => {
    const page = await openAs(browser, instance)
    await page.goto(instance.url)
    await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
    await use(page)
    await page.context().close()
  },
})

/** Nothing sticks out to the side. */
const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

test('Chinese and back, without a reload, and kept after one', async ({ portal: page }) => {
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitem', { name: '中文' }).click()
  const chinese = page.getByRole('navigation', { name: '主导航' })
  await expect(chinese.getByRole('link', { name: '虚拟机' })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/)
  await page.reload()
  await expect(chinese.getByRole('link', { name: '主机' })).toBeVisible()
  await page.getByRole('button', { name: '语言' }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Hosts' })).toBeVisible()
})

test('dark and light', async ({ portal: page, instance }) => {
  const isDark = (): Promise<boolean> => page.evaluate(() => document.documentElement.classList.contains('pf-v6-theme-dark'))
  /** Of the text: light on dark, dark on light. */
  const brightness = (): Promise<number> => page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d')
    if (!context) return NaN
    context.fillStyle = getComputedStyle(document.querySelector('main') ?? document.body).color
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
    return red + green + blue
  })
  const choose = async (theme: string): Promise<void> => {
    await page.getByRole('button', { name: new RegExp(instance.username) }).click()
    await page.getByRole('menuitem', { name: theme }).click()
  }
  await choose('Dark')
  await expect.poll(isDark).toBe(true)
  const dark = await brightness()
  await choose('Light')
  await expect.poll(isDark).toBe(false)
  expect(dark).toBeGreaterThan(await brightness())
})

test('at 390 pixels every page fits, and the navigation opens', async ({ portal: page, instance, place, newVm }) => {
  const vm = await newVm()
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/', '/vms', `/vms/${vm.id}`, `/vms/${vm.id}?tab=console`, '/vms/new', '/hosts', `/hosts/${place.host.id}`, '/clusters', '/datacenters', '/networks', '/storage', '/jobs', '/events', '/settings']) {
    await page.goto(instance.url + path)
    await expect(page.getByRole('heading', { level: 1 }).first(), path).toBeVisible()
    expect(await fits(page), path).toBe(true)
  }
  const menu = page.getByRole('navigation', { name: 'Main navigation' })
  if (!(await menu.isVisible())) await page.getByRole('button', { name: 'Navigation' }).first().click()
  await menu.getByRole('link', { name: 'Virtual machines' }).click()
  await expect(page).toHaveURL(/\/vms/)
})

test('by keyboard alone: skip link, global search, a machine, its actions', async ({ portal: page, newVm }) => {
  const vm = await newVm()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('textbox')).or(page.getByRole('dialog').getByRole('searchbox')).first().waitFor()
  await page.keyboard.type(vm.name)
  await expect(page.getByRole('option', { name: new RegExp(vm.name) }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: vm.name })).toBeVisible()
  const start = page.getByRole('main').getByRole('button', { name: 'Start', exact: true })
  await start.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByText('Up', { exact: true }).first()).toBeVisible()
})

test('a menu opens at the first click, also when its code has come before it', async ({ portal: page, instance, newVm }) => {
  const vm = await newVm()
  for (let round = 0; round < 3; round += 1) {
    await page.goto(`${instance.url}/vms/${vm.id}`)
    const menu = page.getByRole('main').getByRole('button', { name: 'More actions' })
    await menu.hover()
    // Nothing on the page says that the code is there.
    await page.waitForTimeout(1_000)
    await menu.click()
    await expect(page.getByRole('menuitem', { name: 'Clone', exact: true })).toBeVisible()
    await expect(menu).toHaveAttribute('aria-expanded', 'true')
  }
})

test('log out; a page that needs a session leads to the log in and back', async ({ portal: page, instance }) => {
  await page.getByRole('button', { name: new RegExp(instance.username) }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()
  await page.goto(`${instance.url}/hosts`)
  await page.getByRole('textbox', { name: 'User name' }).fill(instance.username)
  await page.getByRole('textbox', { name: 'Password' }).fill(instance.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page).toHaveURL(/\/hosts/)
})

test('what does not exist says so', async ({ portal: page, instance }) => {
  await page.goto(`${instance.url}/vms/00000000-0000-4000-8000-000000000000`)
  await expect(page.getByRole('main')).toContainText(/no such|not exist|not found|does not exist/i)
  await page.goto(`${instance.url}/no-such-page`)
  await expect(page.getByText('There is no such page')).toBeVisible()
})

test('an administrator finds the settings, and what is changed there is told', async ({ portal: page, instance, api }) => {
  const allowed = async () => (await api.get<{ fetchPrivateAddresses: boolean }>('/settings')).fetchPrivateAddresses
  await page.goto(instance.url)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Allow private addresses' }).click()
  await expect(page.getByRole('dialog')).toContainText('servers of your own network')
  await page.getByRole('dialog').getByRole('button', { name: 'Allow private addresses' }).click()
  await expect(page.getByRole('definition').filter({ hasText: 'Allowed' })).toBeVisible()
  expect(await allowed()).toBe(true)
  await page.getByRole('button', { name: 'Refuse private addresses' }).click()
  await expect(page.getByRole('definition').filter({ hasText: 'Refused' })).toBeVisible()
  expect(await allowed()).toBe(false)
  await page.goto(`${instance.url}/events`)
  await expect(page.getByText('Hosts may no longer fetch from private addresses.')).toBeVisible()
})
