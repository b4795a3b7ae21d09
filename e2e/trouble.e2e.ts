import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Problem } from '@/server/contract/api/common'
import { attempt, run } from '@/server/setup/command'
import { processId } from '@/server/setup/process'
import { readRunning } from '@/server/setup/supervise/service'
import { placesOf } from '@/server/setup/up/places'
import { waitFor } from '@/server/setup/wait'
import { Api } from './fixtures/api'
import { newInstance, purge, tryUp, up } from './fixtures/instance'
import { filesBelow } from './fixtures/leaks'
import { programPid } from './fixtures/processes'
import { test, uniqueName } from './fixtures/test'
import { domstate } from './fixtures/virsh'

const timeoutMs = 30_000

/** A file system of that size at `path` until `use` has ended. */
async function withSmallDisk(path: string, sizeKiB: number, use: () => Promise<void>): Promise<void> {
  await mkdir(path, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k,mode=0711`, 'tmpfs', path], { timeoutMs })
  try {
    await use()
  } finally {
    await run('umount', ['--lazy', path], { timeoutMs })
  }
}

test('up again adopts what runs, within 15 s', async ({ api, instance, runningVm }) => {
  const pids = await Promise.all((['database', 'manager', 'agent'] as const).map(program => programPid(instance, program)))
  const began = performance.now()
  const told = await up(instance)
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(told).toContain(instance.url)
  expect(await Promise.all((['database', 'manager', 'agent'] as const).map(program => programPid(instance, program)))).toEqual(pids)
  expect((await api.vm(runningVm.id)).status).toBe('up')
})

test('a port in use: one sentence that names the program, and nothing is made', async ({ instance }) => {
  const other = { ...(await newInstance('-port')), port: instance.port }
  const result = await tryUp(other)
  expect(result.code).not.toBe(0)
  expect(result.stderr + result.stdout).toMatch(new RegExp(`Port ${instance.port} .* in use by .*\\(pid \\d+\\)`))
  expect((await attempt('test', ['-e', other.dataDir], { timeoutMs })).code).toBe(1)
})

test('a data folder on a full disk: one sentence, and nothing is made', async () => {
  const other = await newInstance('-full')
  try {
    await withSmallDisk(other.dataDir, 65_536, async () => {
      const result = await tryUp(other)
      expect(result.code).not.toBe(0)
      expect(result.stderr + result.stdout).toMatch(/disk of .* has \d+ MiB free .* needs/)
      expect(await filesBelow(other.dataDir)).toEqual([])
    })
  } finally {
    await rm(other.dataDir, { recursive: true })
  }
})

test('a storage domain without space: the job says so and leaves nothing', async ({ api, instance, place }) => {
  const name = uniqueName('full')
  const images = join(placesOf(instance.dataDir).storage, 'images')
  await withSmallDisk(images, 512, async () => {
    const { id, jobId } = await api.post<{ id: string; jobId: string }>('/vms', { name, clusterId: place.cluster.id, templateId: place.tiny.id, memoryMiB: 128, vcpus: 1, allocation: 'copy' })
    expect(await api.settled(jobId)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL', message: expect.stringMatching(/\.$/) } })
    expect((await api.ask('GET', `/vms/${id}`)).status).toBe(404)
    expect(await filesBelow(images)).toEqual([])
  })
})

test('the database is away: a sentence, machines run on, and it recovers by itself', async ({ api, instance, runningVm }) => {
  const { run: folder } = placesOf(instance.dataDir)
  // Without its supervisor the database stays down until somebody starts it.
  const supervisor = await readRunning(folder, 'supervisor')
  if (!supervisor) throw new Error('no supervisor')
  process.kill(supervisor.pid, 'SIGKILL')
  const database = await programPid(instance, 'database')
  process.kill(database, 'SIGINT')
  await waitFor(async () => !(await processId(database)), timeoutMs)
  try {
    const nobody = new Api(instance.url)
    const health = await waitFor(async () => {
      const answer = await nobody.ask<{ status: string; database: string }>('GET', '/health')
      return answer.body.database === 'down' ? answer.body : undefined
    }, timeoutMs)
    expect(health).toMatchObject({ status: 'degraded', database: 'down' })
    const refused = await api.ask<Problem>('GET', '/vms')
    expect(refused).toMatchObject({ status: 503, body: { code: 'DATABASE_DOWN', detail: expect.stringMatching(/\.$/) } })
    expect(await domstate(runningVm.id)).toBe('running')
  } finally {
    await up(instance)
  }
  const back = await waitFor(async () => (await api.ask('GET', `/vms/${runningVm.id}`)).status === 200, timeoutMs)
  expect(back).toBe(true)
  expect((await Api.login(instance.url, instance.username, instance.password)).token).toBeTruthy()
})

test('a second instance runs beside the first one, and its purge leaves the first one alone', async ({ api, instance }) => {
  test.setTimeout(180_000)
  const other = await newInstance('-second')
  try {
    expect(await up(other)).toContain(other.url)
    const second = await Api.login(other.url, other.username, other.password)
    expect((await second.get<{ total: number }>('/hosts')).total).toBe(1)
    expect((await second.ask('GET', '/vms')).status).toBe(200)
    expect((await new Api(instance.url, second.token).ask('GET', '/vms')).status).toBe(401)
  } finally {
    await purge(other)
  }
  expect((await attempt('test', ['-e', other.dataDir], { timeoutMs })).code).toBe(1)
  expect((await api.ask('GET', '/vms')).status).toBe(200)
})
