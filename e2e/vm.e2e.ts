import { existsSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { Job } from '@/server/contract/api/activity'
import { bootedAgain, bootId, guestReady } from './fixtures/guest'
import { Serial } from './fixtures/serial'
import { test, uniqueName } from './fixtures/test'
import { dominfo, domstate, qemuProcesses, virsh } from './fixtures/virsh'

const undone = (job: Job): string[] => job.steps.filter(step => step.state !== 'done' && step.state !== 'skipped').map(step => step.name)

test('a machine made from the tiny guest is defined as wanted, and starts once', async ({ api, newVm }) => {
  const vm = await newVm({ memoryMiB: 130, vcpus: 2 })
  expect(vm.status).toBe('down')
  expect(await domstate(vm.id)).toMatch(/shut off|absent/)
  const { jobId } = await api.post<{ jobId: string }>(`/vms/${vm.id}/start`)
  const job = await api.succeeded(jobId)
  expect(job).toMatchObject({ kind: 'vm.start', state: 'succeeded', progress: 1, subject: { type: 'vm', id: vm.id, name: vm.name } })
  expect(job.steps.length).toBeGreaterThan(0)
  expect(undone(job)).toEqual([])
  await api.status(vm.id, 'up')
  expect(await domstate(vm.id)).toBe('running')
  expect(await dominfo(vm.id)).toMatchObject({ Name: vm.name, UUID: vm.id, 'CPU(s)': '2', 'Max memory': `${130 * 1024} KiB`, Persistent: 'yes' })
  expect(await qemuProcesses(vm.id)).toHaveLength(1)
})

test('suspend and resume', async ({ api, runningVm: { id } }) => {
  await api.act(id, 'suspend')
  expect([(await api.status(id, 'paused')).status, await domstate(id)]).toEqual(['paused', 'paused'])
  await api.act(id, 'resume')
  expect([(await api.status(id, 'up')).status, await domstate(id)]).toEqual(['up', 'running'])
})

test('reboot and reset boot the guest again in the same QEMU', async ({ api, runningVm: { id } }) => {
  const vm = await guestReady(api, id)
  expect(vm.runtime?.guest).toMatchObject({ hostname: expect.any(String) })
  const [qemu] = await qemuProcesses(id)
  for (const action of ['reboot', 'reset']) {
    const before = await bootId(id)
    await api.act(id, action)
    await bootedAgain(id, before)
    await api.status(id, 'up')
  }
  expect(await qemuProcesses(id)).toEqual([qemu])
})

test('shut down through the guest agent', async ({ api, runningVm: { id } }) => {
  await guestReady(api, id)
  await api.act(id, 'shutdown', { timeoutSeconds: 60 })
  await api.status(id, 'down')
  expect(await domstate(id)).toBe('shut off')
  expect(await virsh('domstate', id, '--reason')).toContain('shut')
  expect(await qemuProcesses(id)).toEqual([])
})

test('shut down through ACPI when no guest agent answers', async ({ api, runningVm: { id } }) => {
  await guestReady(api, id)
  const serial = await Serial.open(api, id)
  await serial.login()
  serial.type('killall qemu-ga; echo gone-$((1+1))\r')
  await serial.expect(/gone-2/)
  serial.close()
  // An agent that dies while it is asked counts as asked: libvirt takes the end of the line for the answer.
  const changes = await api.changes()
  await changes.until('the guest agent is missed', async () => (await api.vm(id)).runtime?.guest === null)
  await api.act(id, 'shutdown', { timeoutSeconds: 60 })
  expect([(await api.status(id, 'down')).status, await domstate(id)]).toEqual(['down', 'shut off'])
})

test('a guest that ignores the shutdown: the job says so, the machine runs on, and force off still works', async ({ api, newVm, place }) => {
  const vm = await newVm({ templateId: place.blank.id, diskSizeMiB: 0 })
  await api.act(vm.id, 'start')
  const { jobId } = await api.post<{ jobId: string }>(`/vms/${vm.id}/shutdown`, { timeoutSeconds: 2 })
  const job = await api.settled(jobId)
  expect(job).toMatchObject({ state: 'failed', error: { code: 'TIMEOUT', message: expect.stringContaining(vm.name) } })
  expect([(await api.status(vm.id, 'up')).status, await domstate(vm.id)]).toEqual(['up', 'running'])

  await api.post(`/vms/${vm.id}/shutdown`, { timeoutSeconds: 600 })
  await api.act(vm.id, 'poweroff')
  expect([(await api.status(vm.id, 'down')).job, await domstate(vm.id)]).toEqual([null, 'shut off'])
  expect(await qemuProcesses(vm.id)).toEqual([])
})

test('edit: at once when down, at the next start when up', async ({ api, newVm }) => {
  const vm = await newVm({ memoryMiB: 128 })
  const name = uniqueName('renamed')
  const edited = await api.ask<typeof vm>('PATCH', `/vms/${vm.id}`, { name, description: 'for the test', memoryMiB: 144 }, { 'if-match': String(vm.generation) })
  expect(edited).toMatchObject({ status: 200, body: { name, description: 'for the test', memoryMiB: 144, generation: vm.generation + 1, pending: [] } })
  await api.act(vm.id, 'start')
  expect(await dominfo(vm.id)).toMatchObject({ Name: name, 'Max memory': `${144 * 1024} KiB` })

  const up = await api.status(vm.id, 'up')
  const again = await api.ask<typeof vm>('PATCH', `/vms/${vm.id}`, { memoryMiB: 160, vcpus: 2 }, { 'if-match': String(up.generation) })
  expect(again).toMatchObject({ status: 200, body: { pending: expect.arrayContaining([expect.objectContaining({ field: 'memoryMiB', running: 144, next: 160 }), expect.objectContaining({ field: 'vcpus', running: 1, next: 2 })]) } })
  expect(await dominfo(vm.id)).toMatchObject({ 'CPU(s)': '1', 'Max memory': `${144 * 1024} KiB` })
  await api.act(vm.id, 'poweroff')
  await api.act(vm.id, 'start')
  expect(await dominfo(vm.id)).toMatchObject({ 'CPU(s)': '2', 'Max memory': `${160 * 1024} KiB` })
  expect((await api.status(vm.id, 'up')).pending).toEqual([])
})

test('delete removes definition and disk', async ({ api, newVm }) => {
  const vm = await newVm()
  await api.act(vm.id, 'start')
  const [disk] = /\/\S+$/m.exec(await virsh('domblklist', vm.id)) ?? []
  expect(disk && existsSync(disk)).toBe(true)
  await api.act(vm.id, 'poweroff')
  const { body } = await api.expect<{ jobId: string }>('DELETE', `/vms/${vm.id}`)
  await api.succeeded(body.jobId)
  expect((await api.ask('GET', `/vms/${vm.id}`)).status).toBe(404)
  expect(await domstate(vm.id)).toBe('absent')
  expect(existsSync(disk ?? '')).toBe(false)
})

test('what is done behind its back is shown at once', async ({ api, runningVm: { id } }) => {
  await virsh('suspend', id)
  await api.status(id, 'paused', 10_000)
  await virsh('resume', id)
  await api.status(id, 'up', 10_000)
  await virsh('destroy', id)
  const vm = await api.status(id, 'down', 10_000)
  expect(vm.actions.start.allowed).toBe(true)
  await virsh('start', id)
  await api.status(id, 'up', 10_000)
})
