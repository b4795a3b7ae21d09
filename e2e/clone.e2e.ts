import { expect } from '@playwright/test'
import type { Host } from '@/server/contract/api/infrastructure'
import type { VmRow } from '@/server/contract/api/vm'
import type { Page as ListPage } from './fixtures/api'
import { test } from './fixtures/lab'
import { openAs } from './fixtures/portal'
import { removeVm, uniqueName } from './fixtures/test'
import { crashAgent, startAgent } from './lab/agent'
import { hostUp } from './lab/enrol'
import { runInHost } from './lab/host/enter'

/** libguestfs-tools is large: this one tells what it can, and notes what it is asked. Its answers are those of 1.48. */
const standIn = `#!/bin/sh
case " $* " in
  *' --version '*) echo 'virt-sysprep 1.48.2'; exit ;;
  *' --list-operations '*) printf 'machine-id * Remove the local machine ID\\nuser-account   Remove the user accounts in the guest\\n'; exit ;;
esac
echo '[   0.0] Examining the guest ...'
echo "$*" > /run/lab/sysprep-asked
`
/** As where it is not installed. */
const none = '#!/bin/sh\nexit 127\n'

test('the clone dialog greys virt-sysprep with its reason, offers it as soon as a host has it, and that host runs it', async ({ browser, instance, api, lab, newVm }) => {
  test.setTimeout(180_000)
  const [first, second] = lab.labHosts
  if (!first || !second) throw new Error('two hosts expected')
  const known = (name: string): string => lab.hosts.find(host => host.name === name)?.id ?? ''
  /** Its agent looks for it as it starts. */
  const has = async (host: typeof first, program: string, is: (facts: Host['facts']) => boolean): Promise<void> => {
    await runInHost(host, ['sh', '-c', 'printf %s "$1" > /run/lab/virt-sysprep && chmod 755 /run/lab/virt-sysprep', 'sh', program])
    await crashAgent(host)
    await startAgent(host)
    await (await api.changes()).until(`${host.name} to tell of its virt-sysprep`, async () => {
      const { status, facts } = await api.get<Host>(`/hosts/${known(host.name)}`)
      return status === 'up' && is(facts)
    }, 60_000)
  }
  const vm = await newVm({ clusterId: lab.cluster.id, templateId: lab.guest.id })
  const name = uniqueName('general')
  await Promise.all([first, second].map(host => has(host, none, facts => facts?.sysprep === null)))
  const page = await openAs(browser, instance)
  try {
    await page.goto(`${instance.url}/vms/${vm.id}`)
    await page.getByRole('main').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Clone' }).click()
    const dialog = page.getByRole('dialog')
    const general = dialog.getByRole('checkbox', { name: 'Make the clone general (virt-sysprep)' })
    await expect(general).toBeDisabled()
    await expect(dialog.getByText(/^Hosts .+ have no virt-sysprep: install libguestfs-tools\.$/)).toContainText(first.name)

    await has(second, standIn, facts => facts?.sysprep?.version === '1.48.2')
    await expect(general).toBeEnabled()
    await general.check()
    await dialog.getByRole('button', { name: 'What is taken out (1 of 2)' }).click()
    await expect(dialog.getByRole('checkbox', { name: 'machine-id: Remove the local machine ID' })).toBeChecked()
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('button', { name: 'Clone' }).click()
    await expect(dialog).toBeHidden()
    const found = async () => (await api.get<ListPage<VmRow>>(`/vms?search=${encodeURIComponent(`name=${name}`)}`)).items[0]
    await expect.poll(async () => (await found())?.status, { timeout: 30_000 }).toBe('down')
    const [disk] = (await api.vm((await found())?.id ?? '')).disks
    const { stdout: asked } = await runInHost(second, ['cat', '/run/lab/sysprep-asked'])
    expect(asked).toMatch(new RegExp(`--operations machine-id --format qcow2 --add \\S+/${disk?.id}\\.qcow2\\n$`))
  } finally {
    const twin = (await api.get<ListPage<VmRow>>(`/vms?search=${encodeURIComponent(`name=${name}`)}`)).items[0]
    if (twin) await removeVm(api, twin.id)
    await has(second, none, facts => facts?.sysprep === null)
    for (const host of [first, second]) {
      await runInHost(host, ['rm', '--force', '/run/lab/virt-sysprep', '/run/lab/sysprep-asked'])
      await hostUp(api, host.name)
    }
    await page.context().close()
  }
})
