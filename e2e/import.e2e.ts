import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Vm } from '@/server/contract/api/vm'
import { run } from '@/server/setup/command'
import { openAs } from './fixtures/portal'
import { removeVm, test, uniqueName } from './fixtures/test'
import { virsh } from './fixtures/virsh'

const convertMs = 60_000

/** A machine as VMware Workstation would leave it in a folder, with a second disk that was forgotten. */
const vmx = (name: string) => [
  '.encoding = "UTF-8"', `displayName = "${name} (old)"`, 'guestOS = "debian12-64"', 'memsize = "192"', 'numvcpus = "1"',
  'scsi0.present = "TRUE"', 'scsi0.virtualDev = "lsilogic"', 'scsi0:0.present = "TRUE"', 'scsi0:0.fileName = "disk.vmdk"', 'scsi0:1.present = "TRUE"', 'scsi0:1.fileName = "data.vmdk"',
  'ethernet0.present = "TRUE"', 'ethernet0.virtualDev = "e1000"', 'ethernet0.networkName = "VM Network"',
].join('\n')

test('a VMware machine is found in the folder, looked through, imported and started', async ({ browser, instance, api }) => {
  // It copies a disk and boots a guest.
  test.setTimeout(180_000)
  const name = uniqueName('import')
  const storage = join(instance.dataDir, 'storage', 'local')
  const folder = join(storage, 'import', name)
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms`)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  // Until something is there, the page says where to put it.
  await expect(page.getByText(join(storage, 'import'), { exact: true })).toBeVisible()
  await mkdir(folder, { recursive: true })
  await run('qemu-img', ['convert', '-f', 'qcow2', '-O', 'vmdk', join(instance.dataDir, 'guest', 'tiny.qcow2'), join(folder, 'disk.vmdk')], { timeoutMs: convertMs })
  await writeFile(join(folder, 'machine.vmx'), vmx(name))
  let id: string | null = null
  try {
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByRole('button', { name: `Import ${name}/machine.vmx` }).click()
    await expect(page.getByText('Its disks hung on a SCSI or NVMe controller.')).toBeVisible()
    await expect(page.getByText('data.vmdk is missing. Put it beside the description.')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'Import disk data.vmdk' })).toBeDisabled()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await page.getByRole('combobox', { name: 'Bus of disk.vmdk' }).selectOption('virtio')
    await page.getByRole('combobox', { name: 'Network of ethernet0' }).selectOption('')
    await page.getByRole('checkbox', { name: 'Start it after the import' }).check()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
    id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await api.status(id, 'up')
    expect(await api.get<Vm>(`/vms/${id}`)).toMatchObject({ os: 'debian12', memoryMiB: 192, disks: [{ bus: 'virtio', format: 'qcow2' }], nics: [{ model: 'e1000', network: null }] })
    expect(await virsh('dumpxml', '--inactive', id)).toContain("<model type='e1000'/>")
    await expect.poll(async () => (await api.get<Vm>(`/vms/${id}`)).runtime?.guest, { timeout: 60_000 }).toBeTruthy()
  } finally {
    if (id) await removeVm(api, id)
    await rm(folder, { recursive: true })
    await page.context().close()
  }
})
