import { expect } from '@playwright/test'
import type { Host } from '@/server/contract/api/infrastructure'
import type { Api } from './fixtures/api'
import { crash, programPid } from './fixtures/processes'
import { on, test } from './fixtures/lab'
import { openAs } from './fixtures/portal'
import { domstate, qemuProcesses } from './fixtures/virsh'
import { crashAgent, startAgent } from './lab/agent'
import { hostUp } from './lab/enrol'
import { crashLibvirtd, cutNetwork, restoreNetwork, startLibvirtd } from './lab/host/faults'
import { runInHost } from './lab/host/enter'
import type { LabHost } from './lab/lab'

const untilHost = async (api: Api, id: string, what: string, accept: (host: Host) => boolean, timeoutMs = 60_000): Promise<Host> => {
  const changes = await api.changes()
  return changes.until(what, async () => {
    const host = await api.get<Host>(`/hosts/${id}`)
    return accept(host) && host
  }, timeoutMs)
}

test('this machine is a host with its facts', async ({ place: { host } }) => {
  expect(host).toMatchObject({ status: 'up', statusReason: '', libvirt: 'up' })
  expect(host.facts).toMatchObject({ cpu: { count: expect.any(Number), model: expect.stringMatching(/\S/) }, libvirtVersion: expect.stringMatching(/^\d+\.\d+/), qemuVersion: expect.stringMatching(/^\d+\.\d+/) })
  expect(host.facts?.memoryMiB).toBeGreaterThan(500)
  expect(host.facts?.acceleration).toMatchObject({ kvm: expect.any(Boolean), reason: expect.stringMatching(/\.$/) })
  expect(host.facts?.checks.length).toBeGreaterThan(3)
})

test('an agent that does not answer: host Non responsive, actions greyed with that reason, the machine runs on', async ({ api, instance, place, runningVm }) => {
  const agent = await programPid(instance, 'agent')
  process.kill(agent, 'SIGSTOP')
  try {
    const lost = await untilHost(api, place.host.id, 'host not Up', host => host.status === 'non_responsive', 90_000)
    expect(lost.statusReason).toMatch(/^The agent does not answer/)
    const vm = await api.vm(runningVm.id)
    expect(vm.status).toBe('not_responding')
    for (const action of ['start', 'shutdown', 'poweroff', 'suspend', 'console'] as const) {
      expect(vm.actions[action], action).toMatchObject({ allowed: false, reason: { text: expect.stringContaining(place.host.name) } })
    }
    expect((await api.ask('POST', `/vms/${vm.id}/poweroff`, {})).status).toBeGreaterThanOrEqual(400)
    expect([await domstate(vm.id), (await qemuProcesses(vm.id)).length]).toEqual(['running', 1])
  } finally {
    process.kill(agent, 'SIGCONT')
  }
  await untilHost(api, place.host.id, 'host Up', host => host.status === 'up')
  await api.status(runningVm.id, 'up')
  await crash(instance, 'agent')
  await untilHost(api, place.host.id, 'host Up with its next agent', host => host.status === 'up')
})

test('libvirtd dies and comes back: the host says so, reconnects by itself, machines run on', async ({ api, lab, newVm, place }) => {
  const vm = await newVm({ clusterId: lab.cluster.id, templateId: place.blank.id, diskSizeMiB: 0 })
  await api.act(vm.id, 'start')
  const running = await api.status(vm.id, 'up')
  const host = on(running, lab)
  await crashLibvirtd(host)
  const down = await untilHost(api, running.host?.id ?? '', 'libvirt down', one => one.libvirt === 'down')
  expect((await api.vm(vm.id)).actions.poweroff).toMatchObject({ allowed: false, reason: { text: expect.stringContaining(down.name) } })
  expect(await qemuProcesses(vm.id)).toHaveLength(1)
  await startLibvirtd(host)
  await untilHost(api, down.id, 'libvirt up', one => one.libvirt === 'up' && one.status === 'up')
  expect((await api.status(vm.id, 'up')).actions.poweroff.allowed).toBe(true)
  expect((await runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', 'domstate', vm.id])).stdout.trim()).toBe('running')
})

test('libvirtd killed in the middle of a start: finished or undone, one QEMU or none', async ({ api, lab, newVm, place }) => {
  test.setTimeout(180_000)
  const vm = await newVm({ clusterId: lab.cluster.id, templateId: place.blank.id, diskSizeMiB: 0 })
  for (let round = 0; round < 3; round++) {
    const { jobId } = await api.post<{ jobId: string }>(`/vms/${vm.id}/start`)
    const changes = await api.changes()
    // The blow falls while the step that starts the machine is at work, in whichever round is quick enough to meet it.
    const chosen = await changes.until('the machine has a host', async () => {
      const now = await api.vm(vm.id)
      return now.host && now
    })
    const host = on(chosen, lab)
    await crashLibvirtd(host)
    await startLibvirtd(host)
    const job = await api.settled(jobId)
    await hostUp(api, host.name)
    const status = job.state === 'succeeded' ? 'up' : 'down'
    expect((await api.status(vm.id, status)).job).toBeNull()
    expect(await qemuProcesses(vm.id)).toHaveLength(status === 'up' ? 1 : 0)
    if (status === 'up') await api.act(vm.id, 'poweroff')
  }
})

test('a cut cable and a crashed agent in the lab are seen, and healed when it is over', async ({ api, lab }) => {
  const [first, second] = lab.labHosts
  if (!first || !second) throw new Error('two hosts expected')
  const idOf = (host: LabHost): string => lab.hosts.find(one => one.name === host.name)?.id ?? ''
  await cutNetwork(first)
  await crashAgent(second)
  await untilHost(api, idOf(first), 'host 1 lost', host => host.status !== 'up', 90_000)
  await untilHost(api, idOf(second), 'host 2 lost', host => host.status !== 'up', 90_000)
  await restoreNetwork(first)
  await startAgent(second)
  await untilHost(api, idOf(first), 'host 1 back', host => host.status === 'up', 90_000)
  await untilHost(api, idOf(second), 'host 2 back', host => host.status === 'up', 90_000)
})

test('a host that takes no migrations is mended by the button on its page, and its machine runs on', async ({ browser, instance, api, lab, newVm, place }) => {
  const vm = await newVm({ clusterId: lab.cluster.id, templateId: place.blank.id, diskSizeMiB: 0 })
  await api.act(vm.id, 'start')
  const running = await api.status(vm.id, 'up')
  const host = on(running, lab)
  const id = running.host?.id ?? ''
  const page = await openAs(browser, instance)
  try {
    // As after a libvirtd that somebody has set up anew.
    await runInHost(host, ['sed', '--in-place', 's/^listen_tls = .*/listen_tls = 0/', '/etc/libvirt/libvirtd.conf'])
    await crashLibvirtd(host)
    await startLibvirtd(host)
    await untilHost(api, id, 'no migrations to it', one => one.status === 'up' && one.libvirt === 'up' && one.facts?.libvirtTls?.accepts === false)
    await page.goto(`${instance.url}/hosts/${id}?tab=checks`)
    const checks = page.getByRole('grid', { name: 'Checks' })
    const button = checks.getByRole('button', { name: 'Turn on migrations to this host' })
    // The manager restarts no libvirtd by itself while a machine runs there.
    await expect(button).toBeVisible()
    await button.click()
    await expect(page.getByText('libvirtd was restarted and takes migrations over TLS. Machines go on.')).toBeVisible({ timeout: 60_000 })
    await expect(checks.getByText('libvirtd takes migrations over TLS.')).toBeVisible()
    await expect(button).toBeHidden()
    expect((await runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', 'domstate', vm.id])).stdout.trim()).toBe('running')
  } finally {
    await startLibvirtd(host)
    if (!(await api.get<Host>(`/hosts/${id}`)).facts?.libvirtTls?.accepts) await api.post(`/hosts/${id}/migration-listener`)
    await hostUp(api, host.name)
    await page.context().close()
  }
})
