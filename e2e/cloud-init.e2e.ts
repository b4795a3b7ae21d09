import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Vm } from '@/server/contract/api/vm'
import { run } from '@/server/setup/command'
import { openAs } from './fixtures/portal'
import { removeVm, test, uniqueName } from './fixtures/test'
import { guestAgent, virsh } from './fixtures/virsh'

const password = 'Very secret 1'
const key = `ssh-ed25519 ${'A'.repeat(68)} me@desk`

/** A file of an ISO image, read by the field's own program. */
async function readFromDrive(drive: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-e2e-drive-'))
  try {
    await run('xorriso', ['-osirrox', 'on', '-indev', drive, '-extract', name, join(folder, 'file')], { timeoutMs: 30_000 })
    return await readFile(join(folder, 'file'), 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('New VM with cloud-init: the guest takes its host name and runs the script, and nothing secret is shown or left', async ({ browser, instance, api, place }) => {
  const name = uniqueName('told')
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/new`)
  await page.getByRole('radio', { name: place.tiny.name }).check({ force: true })
  const step = (title: string) => page.getByRole('navigation', { name: 'Steps of the new machine' }).getByRole('button', { name: title }).click()
  await step('General')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await step('Initial run')
  await page.getByRole('checkbox', { name: 'Tell the guest what it is at its first boot' }).check()
  await page.getByRole('textbox', { name: 'Host name' }).fill('two words')
  await expect(page.getByText('“two words” is no host name')).toBeVisible()
  await page.getByRole('textbox', { name: 'Host name' }).fill('told-host')
  await page.getByRole('textbox', { name: 'User name' }).fill('ops')
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('textbox', { name: 'SSH keys' }).fill(key)
  await page.getByRole('textbox', { name: 'Script', exact: true }).fill('#!/bin/sh\necho ran > /run/told\n')
  // What was typed survives a reload, but for the password.
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Host name' })).toHaveValue('told-host')
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('')
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(password)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await step('Review')
  await page.getByRole('checkbox', { name: 'Start it after creation' }).check()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const drive = `${instance.dataDir}/storage/local/images/${id}-config.iso`
  try {
    await expect(page.getByRole('main').getByText('Up', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
    await page.getByRole('tab', { name: 'Guest' }).or(page.getByRole('link', { name: 'Guest' })).first().click()
    await expect(page.getByText('told-host', { exact: true })).toBeVisible({ timeout: 60_000 })
    await expect.poll(async () => JSON.stringify(await guestAgent(id, 'guest-file-open', { path: '/run/told' }).catch(() => null))).toMatch(/\d+/)

    expect(await virsh('domblklist', '--inactive', id)).toContain(drive)
    const userData = await readFromDrive(drive, '/user-data')
    expect(userData).toContain('"hashed_passwd": "$6$')
    expect(userData).toContain(key)
    expect(userData).not.toContain(password)
    const shown = await api.get<Vm>(`/vms/${id}`)
    expect(shown.initialization).toMatchObject({ hostname: 'told-host', userName: 'ops', hasPassword: true, sshKeyCount: 1, hasScript: true })
    expect(JSON.stringify(shown)).not.toMatch(/\$6\$|AAAA|\/run\/told/)
    await page.getByRole('tab', { name: 'Hardware' }).or(page.getByRole('link', { name: 'Hardware' })).first().click()
    await expect(page.getByRole('main')).toContainText('told-host')
  } finally {
    await removeVm(api, id)
    await page.context().close()
  }
  await expect(run('stat', [drive], { timeoutMs: 5_000 })).rejects.toThrow()
})

test('what cannot be told gets a sentence and makes nothing', async ({ api, place }) => {
  const input = { name: uniqueName('untold'), clusterId: place.cluster.id, templateId: place.tiny.id, memoryMiB: 128, vcpus: 1 }
  for (const [initialization, field] of [[{ hostname: 'a b' }, 'hostname'], [{ password: 'x' }, 'userName'], [{ userName: 'ops', sshKeys: ['rubbish'] }, 'sshKeys']] as const) {
    expect(await api.ask('POST', '/vms', { ...input, initialization })).toMatchObject({ status: 400, body: { field, detail: expect.stringMatching(/\.$/) } })
  }
  const blank = { ...input, templateId: place.blank.id, diskSizeMiB: 0, initialization: { hostname: 'x' } }
  expect(await api.ask('POST', '/vms', blank)).toMatchObject({ status: 400, body: { detail: expect.stringContaining('without a disk') } })
  expect((await virsh('list', '--all', '--name')).split('\n')).not.toContain(input.name)
})
