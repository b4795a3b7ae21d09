import { expect, type Page } from '@playwright/test'
import type { Page as ListPage } from './fixtures/api'
import { openAs } from './fixtures/portal'
import { test } from './fixtures/test'

const interactive = 'button|link|textbox|combobox|checkbox|radio|spinbutton|tab|menuitem|searchbox|switch|slider|treeitem|grid|dialog|menu|progressbar|img'
const nameless = new RegExp(`^\\s*- (${interactive})(:|\\s*$| \\[)`)

/** What a screen reader could only call by its kind. */
const namelessOn = async (page: Page): Promise<string[]> => (await page.locator('body').ariaSnapshot()).split('\n').filter(line => nameless.test(line)).map(line => line.trim())
/** Nothing sticks out to the side, of the window or of the page inside it. */
const fits = (page: Page): Promise<boolean> => page.evaluate(() =>
  [document.documentElement, document.querySelector('main')].every(part => part === null || part.scrollWidth <= part.clientWidth + 1))

test('on each page, narrow and wide, all that can be used has a name, and nothing sticks out', async ({ browser, instance, api, place, newVm }) => {
  test.setTimeout(180_000)
  const vm = await newVm()
  const first = async (path: string) => `${path}/${(await api.get<ListPage<{ id: string }>>(path)).items[0]?.id}`
  const paths = [
    '/', '/vms', '/vms/new', `/vms/${vm.id}`, `/vms/${vm.id}?tab=hardware`, `/vms/${vm.id}?tab=disks`, `/vms/${vm.id}?tab=nics`, '/hosts', `/hosts/${place.host.id}`,
    `/clusters/${place.cluster.id}?tab=migration`, await first('/networks'), await first('/storage-domains'), '/disks', await first('/disks'), '/isos', '/templates', '/users', '/events', await first('/jobs'),
  ]
  const page = await openAs(browser, instance)
  const wrong: string[] = []
  for (const path of paths) {
    await page.goto(instance.url + path)
    await expect(page.getByRole('heading', { level: 1 }).first(), path).toBeVisible()
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      wrong.push(...(await namelessOn(page)).map(line => `${path} at ${width}: ${line}`))
      if (!(await fits(page))) wrong.push(`${path} at ${width}: too wide`)
    }
  }
  expect(wrong).toEqual([])

  // A dialog gives the focus back to what opened it.
  await page.goto(`${instance.url}/users`)
  const opener = page.getByRole('button', { name: 'New user' })
  await opener.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await namelessOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(opener).toBeFocused()
  await page.context().close()
})
