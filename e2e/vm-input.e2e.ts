import { rename, writeFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import type { Problem } from '@/server/contract/api/common'
import type { VmRow } from '@/server/contract/api/vm'
import type { Api, Page } from './fixtures/api'
import { test, uniqueName } from './fixtures/test'
import { domstate, qemuProcesses, virsh } from './fixtures/virsh'

/** Everything about machines that a refusal must leave as it was. */
async function everything(api: Api): Promise<unknown> {
  const vms = (await api.get<Page<VmRow>>('/vms?limit=500&sort=name')).items.map(({ id, name, status, generation, memoryMiB, vcpus }) => ({ id, name, status, generation, memoryMiB, vcpus }))
  return { vms, domains: (await virsh('list', '--all', '--name')).split('\n').sort() }
}

/** A sentence: three words at least, a full stop or the path it is about at the end. It may begin with the name of a machine or of a field. */
const sentence = /^\S+ \S+ .*(\.|: \/\S+)$/s
function expectSentence({ detail }: Problem): void {
  expect(detail).toMatch(sentence)
  expect(detail).not.toMatch(/undefined|null|NaN|\bat .*:\d+|Error:/)
}

const tooLong = 'x'.repeat(65)

test('bad names, memory and vCPUs get a sentence, name their field and change nothing', async ({ api, place, newVm }) => {
  const existing = await newVm()
  const before = await everything(api)
  const { cpuCount, memoryMiB } = place.cluster.largestHost
  const cases: [Record<string, unknown>, status: number, field: string, word: RegExp][] = [
    [{ name: '' }, 400, 'name', /name/i],
    [{ name: 'two words' }, 400, 'name', /letters, digits/],
    [{ name: 'ümlaut' }, 400, 'name', /letters, digits/],
    [{ name: '12345' }, 400, 'name', /digits only/],
    [{ name: '-rf' }, 400, 'name', /begin/],
    [{ name: '../../etc' }, 400, 'name', /letters, digits/],
    [{ name: '<b>' }, 400, 'name', /letters, digits/],
    [{ name: tooLong }, 400, 'name', /64/],
    [{ name: existing.name }, 409, 'name', new RegExp(existing.name)],
    [{ memoryMiB: 0 }, 400, 'memoryMiB', /1 MiB/],
    [{ memoryMiB: -5 }, 400, 'memoryMiB', /1 MiB/],
    [{ memoryMiB: memoryMiB + 1 }, 400, 'memoryMiB', new RegExp(String(memoryMiB))],
    [{ memoryMiB: 'much' }, 400, 'memoryMiB', /memory/i],
    [{ memoryMiB: 1.5 }, 400, 'memoryMiB', /whole number|memory/i],
    [{ vcpus: 0 }, 400, 'vcpus', /1 vCPU/],
    [{ vcpus: cpuCount + 1 }, 400, 'vcpus', new RegExp(String(cpuCount))],
    [{ vcpus: 'two' }, 400, 'vcpus', /vcpu/i],
  ]
  for (const [change, status, field, word] of cases) {
    const answer = await api.ask('POST', '/vms', { name: uniqueName(), clusterId: place.cluster.id, templateId: place.tiny.id, memoryMiB: 128, vcpus: 1, ...change })
    expect(answer, JSON.stringify(change)).toMatchObject({ status, body: { status, field, detail: expect.stringMatching(word) } })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expectSentence(answer.body)
  }
  expect(await everything(api)).toEqual(before)
})

test('unknown cluster, template, machine and job; ids that are none', async ({ api, place }) => {
  const nobody = '00000000-0000-4000-8000-000000000000'
  const input = { name: uniqueName(), clusterId: place.cluster.id, templateId: place.tiny.id, memoryMiB: 128, vcpus: 1 }
  const before = await everything(api)
  const asked: [method: string, path: string, body: unknown, status: number][] = [
    ['GET', `/vms/${nobody}`, undefined, 404],
    ['POST', `/vms/${nobody}/start`, {}, 404],
    ['DELETE', `/vms/${nobody}`, undefined, 404],
    ['GET', `/jobs/${nobody}`, undefined, 404],
    ['POST', '/vms', { ...input, clusterId: nobody }, 404],
    ['POST', '/vms', { ...input, templateId: nobody }, 404],
    ['GET', '/vms/not-an-id', undefined, 400],
    ['GET', '/nothing-here', undefined, 404],
  ]
  for (const [method, path, body, status] of asked) {
    const answer = await api.ask(method, path, body)
    expect(answer, `${method} ${path}`).toMatchObject({ status, body: { status } })
    expectSentence(answer.body)
  }
  expect(await everything(api)).toEqual(before)
})

test('an action in the wrong state is refused with the state', async ({ api, newVm }) => {
  const { id } = await newVm()
  for (const action of ['shutdown', 'poweroff', 'reboot', 'reset', 'suspend', 'resume']) {
    const answer = await api.ask('POST', `/vms/${id}/${action}`, {})
    expect(answer, action).toMatchObject({ status: 409, body: { code: 'WRONG_STATE', detail: expect.stringContaining('down') } })
    expectSentence(answer.body)
  }
  await api.act(id, 'start')
  for (const [method, path] of [['POST', '/start'], ['POST', '/resume'], ['DELETE', '']] as const) {
    expect(await api.ask(method, `/vms/${id}${path}`, method === 'POST' ? {} : undefined), `${method} ${path}`).toMatchObject({ status: 409, body: { detail: expect.stringContaining('up') } })
  }
  expect(await domstate(id)).toBe('running')
})

test('two starts at once: one wins, one QEMU runs; the same key twice is one start', async ({ api, newVm }) => {
  const { id } = await newVm()
  const answers = await Promise.all([1, 2, 3].map(() => api.ask<{ jobId: string }>('POST', `/vms/${id}/start`, {})))
  expect(answers.map(answer => answer.status).sort()).toEqual([202, 409, 409])
  await api.succeeded(answers.find(answer => answer.status === 202)?.body.jobId ?? '')
  expect(await qemuProcesses(id)).toHaveLength(1)
  await api.act(id, 'poweroff')

  const key = { 'idempotency-key': uniqueName('key') }
  const first = await api.expect<{ jobId: string }>('POST', `/vms/${id}/start`, {}, key)
  const second = await api.expect<{ jobId: string }>('POST', `/vms/${id}/start`, {}, key)
  expect(second.body.jobId).toBe(first.body.jobId)
  await api.succeeded(first.body.jobId)
})

test('an edit of an older generation is refused; one without a generation too', async ({ api, newVm }) => {
  const vm = await newVm()
  await api.expect('PATCH', `/vms/${vm.id}`, { description: 'first' }, { 'if-match': String(vm.generation) })
  expect(await api.ask('PATCH', `/vms/${vm.id}`, { description: 'second' }, { 'if-match': String(vm.generation) })).toMatchObject({ status: 412, body: { code: 'STALE_GENERATION' } })
  expect(await api.ask('PATCH', `/vms/${vm.id}`, { description: 'third' })).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } })
  expect((await api.vm(vm.id)).description).toBe('first')
})

test('a missing or damaged image: the start fails with a sentence, and works again with the image back', async ({ api, newVm }) => {
  const vm = await newVm()
  await api.act(vm.id, 'start')
  const [disk = ''] = /\/\S+$/m.exec(await virsh('domblklist', vm.id)) ?? []
  await api.act(vm.id, 'poweroff')
  const fails = async (code: string): Promise<void> => {
    const { jobId } = await api.post<{ jobId: string }>(`/vms/${vm.id}/start`)
    const job = await api.settled(jobId)
    expect(job).toMatchObject({ state: 'failed', error: { code, message: expect.stringMatching(sentence) } })
    expect(job.error?.message).toContain(vm.name)
    expect(job.error?.message).not.toContain('-blockdev')
    expect([(await api.status(vm.id, 'down')).job, await qemuProcesses(vm.id)]).toEqual([null, []])
  }
  await rename(disk, `${disk}.away`)
  await fails('IMAGE_MISSING')
  await writeFile(disk, 'this is no image')
  await fails('IMAGE_DAMAGED')
  await rename(`${disk}.away`, disk)
  await api.act(vm.id, 'start')
  expect(await domstate(vm.id)).toBe('running')
})
