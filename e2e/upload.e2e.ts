import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { DiskRow } from '@/server/contract/api/disk'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import type { Upload } from '@/server/contract/api/upload'
import type { Api, Page as ListPage } from './fixtures/api'
import { openAs } from './fixtures/portal'
import { test, uniqueName } from './fixtures/test'

const MiB = 1024 ** 2
const wholeMiB = 12

let folder: string
test.beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'atrium-upload-')) })
test.afterAll(() => rm(folder, { recursive: true }))

const domainOf = async (api: Api): Promise<StorageDomain> => {
  const { items: [domain] } = await api.get<ListPage<StorageDomain>>('/storage-domains?search=role%3Ddata')
  if (!domain) throw new Error('no storage domain')
  return domain
}
const uploadOf = async (api: Api, fileName: string): Promise<Upload | undefined> => (await api.get<{ items: Upload[] }>('/uploads')).items.find(each => each.fileName === fileName)
const diskOf = async (api: Api, name: string): Promise<DiskRow | undefined> => (await api.get<ListPage<DiskRow>>(`/disks?search=${encodeURIComponent(`name=${name}`)}`)).items[0]
/** One file's line of the panel: those of an earlier try may stand there, too. */
const lineOf = (page: Page, fileName: string) => page.getByRole('complementary', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: fileName })

/** Sends the form, once the page knows where to. */
async function send(form: Locator): Promise<void> {
  await expect(form.getByRole('combobox', { name: 'Storage domain' })).toHaveValue(/./)
  await form.getByRole('button', { name: 'Upload' }).click()
  await expect(form).toBeHidden()
}

/** Bytes at the beginning and at the end, nothing between. */
async function sparseFile(name: string): Promise<string> {
  const path = join(folder, name)
  const file = await open(path, 'w')
  await file.write(randomBytes(2 * MiB), 0, 2 * MiB, 0)
  await file.write(randomBytes(MiB), 0, MiB, (wholeMiB - 1) * MiB)
  await file.close()
  return path
}
const sumOf = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex')

test('a disk comes in byte for byte while one looks at another page, and goes out again', async ({ browser, instance, api }) => {
  const page = await openAs(browser, instance)
  const name = uniqueName('sent')
  const path = await sparseFile(`${name}.raw`)
  const line = lineOf(page, `${name}.raw`)
  await page.goto(`${instance.url}/storage-domains/${(await domainOf(api)).id}`)
  await page.getByRole('button', { name: 'Upload' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Upload' }).click()
  await expect(form.getByText('Choose a file.')).toBeVisible()
  await form.locator('input[type=file]').setInputFiles(path)
  await expect(form.getByRole('combobox', { name: 'Format' })).toHaveValue('raw')
  await expect(form.getByRole('textbox', { name: /Name/ })).toHaveValue(name)
  await send(form)
  // It goes on while one looks at something else.
  await page.getByRole('navigation').getByRole('link', { name: 'Virtual machines' }).click()
  const sum = await sumOf(path)
  await expect(line.getByText(`SHA-256 ${sum}`)).toBeVisible({ timeout: 90_000 })
  const disk = await diskOf(api, name)
  expect(disk).toMatchObject({ vm: null, format: 'raw', sizeMiB: wholeMiB, job: null })
  expect(await sumOf(disk?.path ?? '')).toBe(sum)
  // And out again, by the browser's own means.
  await page.goto(`${instance.url}/disks?search=${encodeURIComponent(`name=${name}`)}`)
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Download' }).click()
  const download = await saved
  expect([download.suggestedFilename(), await sumOf(await download.path())]).toEqual([`${name}.raw`, sum])
  // Zeros take no space.
  expect((await stat(disk?.path ?? '')).blocks * 512).toBeLessThan(6 * MiB)
  await api.succeeded((await api.expect<{ jobId: string }>('DELETE', `/disks/${disk?.id}`)).body.jobId)
})

test('a file dropped on the page that reads from another one is refused and gone', async ({ browser, instance, api }) => {
  const page = await openAs(browser, instance)
  const name = uniqueName('bad')
  const domain = await domainOf(api)
  await page.goto(`${instance.url}/disks`)
  await expect(page.getByRole('button', { name: 'Upload' })).toBeVisible()
  const dropped = await page.evaluateHandle(fileName => {
    const bytes = new Uint8Array(65_536)
    const view = new DataView(bytes.buffer)
    for (const [at, value] of [[0, 0x51_46_49_fb], [4, 3], [12, 512], [16, 11], [20, 16], [28, 1 << 20], [100, 104]] as const) view.setUint32(at, value)
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], `${fileName}.qcow2`))
    return transfer
  }, name)
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped })
  const form = page.getByRole('dialog')
  await expect(form.getByText(`${name}.qcow2, 64 KiB`)).toBeVisible()
  await send(form)
  await expect(lineOf(page, `${name}.qcow2`).getByText(/is the difference to another image/)).toBeVisible()
  expect(await diskOf(api, name)).toBeUndefined()

  const refused = await uploadOf(api, `${name}.qcow2`)
  expect((await readdir(`${domain.path}/images`)).filter(each => each.includes(refused?.id ?? '?'))).toEqual([])
})

test('a CD image that is dropped into the ISO library is recognised there, and deleted', async ({ browser, instance, api }) => {
  const page = await openAs(browser, instance)
  const name = `${uniqueName('disc')}.iso`
  const row = page.getByRole('row', { name: new RegExp(name) })
  await page.goto(`${instance.url}/isos`)
  await expect(page.getByRole('button', { name: 'Upload' }).first()).toBeVisible()
  const dropped = await page.evaluateHandle(fileName => {
    const bytes = new Uint8Array(40 * 2048)
    const write = (at: number, text: string, length = text.length) => bytes.set(new TextEncoder().encode(text.padEnd(length)), 16 * 2048 + at)
    bytes[16 * 2048] = 1
    write(1, 'CD001')
    write(8, '', 32)
    write(40, 'Debian 11.6.0 amd64 n', 32)
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], fileName))
    return transfer
  }, name)
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped })
  await send(page.getByRole('dialog'))
  await expect(row).toContainText('Debian 11')
  expect(await uploadOf(api, name)).toMatchObject({ state: 'succeeded', disk: null })
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(row).toBeHidden()
})
