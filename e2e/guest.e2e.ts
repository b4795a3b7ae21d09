import { expect } from '@playwright/test'
import { guestReady } from './fixtures/guest'
import { openAs } from './fixtures/portal'
import { test } from './fixtures/test'
import { guestAgent } from './fixtures/virsh'

/** A file of the guest, read by its agent behind Atrium's back. */
async function fileOf(vmId: string, path: string): Promise<string> {
  const handle = await guestAgent(vmId, 'guest-file-open', { path })
  const read = (await guestAgent(vmId, 'guest-file-read', { handle, count: 4096 })) as { 'buf-b64': string }
  await guestAgent(vmId, 'guest-file-close', { handle })
  return Buffer.from(read['buf-b64'], 'base64').toString()
}

test('the guest tells its addresses and file systems, and does what it is asked for', async ({ browser, instance, api, runningVm: { id } }) => {
  test.setTimeout(180_000)
  const page = await openAs(browser, instance)
  await guestReady(api, id)
  await page.goto(`${instance.url}/vms/${id}?tab=guest`)
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  const changes = await api.changes()
  const address = await changes.until('the guest has an address', async () => (await api.vm(id)).runtime?.guest?.addresses[0], 50_000)
  await expect(main.getByText(address).first()).toBeVisible()
  await expect(main.getByRole('progressbar', { name: /^Use of/ }).first()).toBeVisible()

  const ask = (deed: string) => main.getByRole('button', { name: deed })
  await ask('Synchronise time').click()
  await expect(page.getByText('Synchronise time, done')).toBeVisible()
  await ask('Freeze file systems').click()
  await expect(page.getByText('Freeze file systems, done')).toBeVisible()
  await expect(ask('Trim file systems')).toHaveAttribute('aria-disabled', 'true')
  expect(await guestAgent(id, 'guest-fsfreeze-status')).toBe('frozen')
  await ask('Thaw file systems').click()
  await expect(page.getByText('Thaw file systems, done')).toBeVisible()
  expect(await guestAgent(id, 'guest-fsfreeze-status')).toBe('thawed')
  await ask('Trim file systems').click()
  await expect(page.getByText('Trim file systems, done')).toBeVisible()

  await ask('Set password').click()
  await dialog.getByRole('textbox', { name: 'User in the guest' }).fill('nobody-here')
  await dialog.getByRole('textbox', { name: 'New password' }).fill('S3cret-word')
  await dialog.getByRole('button', { name: 'Set password' }).click()
  // The guest's refusal stands in the form, with what was typed.
  await expect(dialog.getByText(/failed to set user password/)).toBeVisible()
  const before = await fileOf(id, '/etc/shadow')
  await dialog.getByRole('textbox', { name: 'User in the guest' }).fill('tiny')
  await dialog.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('Set password, done')).toBeVisible()
  expect(await fileOf(id, '/etc/shadow')).not.toBe(before)

  await ask('Add SSH keys').click()
  await dialog.getByRole('textbox', { name: 'User in the guest' }).fill('tiny')
  await dialog.getByRole('textbox', { name: 'Public keys' }).fill('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHNnb3QgYSBrZXkgZm9yIHRoZSB0ZXN0IG9mIEF0 e2e@atrium')
  await dialog.getByRole('button', { name: 'Add SSH keys' }).click()
  await expect(page.getByText('Add SSH keys, done')).toBeVisible()
  expect(await fileOf(id, '/home/tiny/.ssh/authorized_keys')).toContain('e2e@atrium')
  await page.context().close()
})
