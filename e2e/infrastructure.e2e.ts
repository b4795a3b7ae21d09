import { expect, type Locator, type Page } from '@playwright/test'
import type { Cluster, Datacenter, Network } from '@/server/contract/api/infrastructure'
import { openAs } from './fixtures/portal'
import { test as base, uniqueName } from './fixtures/test'

const test = base.extend<{ portal: Page; ground: { datacenter: Datacenter; clusters: [Cluster, Cluster] } }>({
  portal: async ({ browser, instance }, use) => {
    const page = await openAs(browser, instance)
    await use(page)
    await page.context().close()
  },
  ground: async ({ api }, use) => {
    const datacenter = await api.post<Datacenter>('/datacenters', { name: uniqueName('dc') })
    const cluster = (word: string): Promise<Cluster> => api.post<Cluster>('/clusters', { name: uniqueName(word), datacenterId: datacenter.id })
    await use({ datacenter, clusters: [await cluster('left'), await cluster('right')] })
  },
})

/** The menu of a row, opened. */
async function rowMenu(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  return page.getByRole('menu')
}

test('a network is renamed, attached to one cluster, and taken away; then its empty datacenter by its page', async ({ api, instance, portal: page, ground }) => {
  test.setTimeout(180_000)
  const { datacenter, clusters: [left, right] } = ground
  const network = await api.post<Network>('/networks', { name: uniqueName('net'), datacenterId: datacenter.id, mode: 'nat' })
  await page.goto(`${instance.url}/networks`)
  await (await rowMenu(page, network.name)).getByRole('menuitem', { name: 'Edit' }).click()
  const form = page.getByRole('dialog', { name: `Edit ${network.name}` })
  await form.getByRole('textbox', { name: 'Name' }).fill(`${network.name}-b`)
  await form.getByRole('radio', { name: 'Only these' }).check()
  await form.getByRole('checkbox', { name: right.name }).uncheck()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await page.getByRole('link', { name: `${network.name}-b` }).click()
  await expect(page.getByRole('main').getByRole('link', { name: left.name })).toBeVisible()
  expect((await api.get<Network>(`/networks/${network.id}`)).clusters).toEqual([{ id: left.id, name: left.name }])

  // Not empty: greyed, with what is in the way, counted.
  await page.goto(`${instance.url}/datacenters/${datacenter.id}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  const remove = page.getByRole('menuitem', { name: 'Remove' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toBeFocused()
  await expect(page.getByText(/clusters 2, hosts 0, storage domains 0, networks 1/)).toBeVisible()
  await page.keyboard.press('Escape')

  for (const [path, name] of [['networks', `${network.name}-b`], ['clusters', left.name], ['clusters', right.name]] as const) {
    await page.goto(`${instance.url}/${path}`)
    await (await rowMenu(page, name)).getByRole('menuitem', { name: 'Remove' }).click()
    const sure = page.getByRole('dialog')
    await expect(sure).toContainText(path === 'networks' ? 'No machine is connected to it.' : 'The empty cluster goes.')
    await sure.getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText(`${name} was removed`)).toBeVisible()
    await expect(page.getByRole('link', { name, exact: true })).toBeHidden()
  }
  await page.goto(`${instance.url}/datacenters/${datacenter.id}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  await remove.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page).toHaveURL(/\/datacenters$/)
  expect((await api.ask('GET', `/datacenters/${datacenter.id}`)).status).toBe(404)
})

test('a cluster whose machines use the network stays attached, and the form says why in both languages', async ({ api, instance, portal: page, place, newVm }) => {
  const [network] = (await api.get<{ items: Network[] }>('/networks')).items.filter(n => n.datacenter.id === place.cluster.datacenter.id)
  if (!network) throw new Error('no network')
  await newVm({ templateId: place.blank.id, diskSizeMiB: 0, networkId: network.id })
  await page.goto(`${instance.url}/networks/${network.id}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('radio', { name: 'Only these' }).check()
  await form.getByRole('checkbox', { name: place.cluster.name }).uncheck()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText(new RegExp(`Cluster ${place.cluster.name} has \\d+ machines? that uses? ${network.name}`))).toBeVisible()
  await form.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitem', { name: '中文' }).click()
  await page.getByRole('button', { name: '编辑' }).click()
  await form.getByRole('radio', { name: '仅以下集群' }).check()
  await form.getByRole('checkbox', { name: place.cluster.name }).uncheck()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText(/台虚拟机正在使用/)).toBeVisible()
  expect((await api.get<Network>(`/networks/${network.id}`)).clusters).toBeNull()
})

test('by keyboard alone: open the menu of a row, edit, close, and stand where one was', async ({ api, instance, portal: page, ground: { datacenter, clusters } }) => {
  await page.goto(`${instance.url}/datacenters`)
  const menu = page.getByRole('button', { name: `Actions for ${datacenter.name}`, exact: true })
  await menu.focus()
  await page.keyboard.press('Enter')
  const edit = page.getByRole('menuitem', { name: 'Edit' })
  await expect(edit).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type('-k')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: `${datacenter.name}-k` })).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: `Actions for ${datacenter.name}-k` })).toBeFocused()
  for (const cluster of clusters) await api.expect('DELETE', `/clusters/${cluster.id}`)
  await api.expect('DELETE', `/datacenters/${datacenter.id}`)
})
