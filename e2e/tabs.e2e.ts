import { expect, type Locator, type Page } from '@playwright/test'
import { openAs } from './fixtures/portal'
import { test } from './fixtures/test'
import { virsh } from './fixtures/virsh'

const tabCount = 8

const state = (page: Page, word: string): Locator => page.getByRole('main').getByText(word, { exact: true }).first()

test('eight tabs of one browser are live on one change stream, and it outlives the tab that holds it', async ({ browser, instance, runningVm }) => {
  const first = await openAs(browser, instance)
  const holders: Page[] = []
  first.context().on('page', page => page.on('request', request => { if (new URL(request.url()).pathname === '/api/v1/changes') holders.push(page) }))
  await first.close()
  const context = first.context()
  const tabs: Page[] = []
  for (let count = 0; count < tabCount; count += 1) {
    const page = await context.newPage()
    await page.goto(`${instance.url}/vms/${runningVm.id}`)
    await expect(state(page, 'Up')).toBeVisible()
    tabs.push(page)
  }
  await virsh('suspend', runningVm.id)
  for (const page of tabs) await expect(state(page, 'Paused')).toBeVisible()
  // With a stream each, the browser would have had no connection left for anything else.
  expect(holders).toHaveLength(1)

  await holders[0]?.close()
  await virsh('resume', runningVm.id)
  const left = tabs.filter(page => page !== holders[0])
  expect(left).toHaveLength(tabCount - 1)
  for (const page of left) await expect(state(page, 'Up')).toBeVisible()
  expect(holders).toHaveLength(2)

  // Logged out in one, all tell so; logged in again in one, all go on.
  await context.request.delete(`${instance.url}/api/v1/session`, { headers: { origin: instance.url } })
  for (const page of left) await expect(page.getByRole('dialog')).toBeVisible()
  await context.close()
})

test('a stylesheet that was lost on the way is asked for again', async ({ browser, instance }) => {
  const page = await openAs(browser, instance)
  const lost = new Set<string>()
  await page.route('**/*.css*', route => {
    const path = new URL(route.request().url()).pathname
    if (lost.has(path)) return route.continue()
    lost.add(path)
    return route.abort('connectionreset')
  })
  await page.goto(instance.url)
  const font = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--pf-t--global--font--family--body'))
  await expect.poll(font).not.toBe('')
  expect(lost.size).toBeGreaterThan(0)
  await page.context().close()
})
