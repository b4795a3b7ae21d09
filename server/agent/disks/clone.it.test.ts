import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { waitFor } from '@/server/setup/wait'

const run = promisify(execFile)
const dataMiB = 384
let host: TestHost
let base: string
let thin: string

beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
  base = `${host.storagePath}/templates/base.raw`
  const file = await open(base, 'w')
  for (let at = 0; at < dataMiB; at++) await file.write(randomBytes(1024 ** 2))
  await file.close()
  thin = await made({ path: base, format: 'raw', mode: 'thin' })
  await run('qemu-io', ['-f', 'qcow2', '-c', 'write -P 0x5a 1M 64k', thin])
}, 120_000)
afterAll(() => host[Symbol.asyncDispose]())

const target = () => ({ storagePath: host.storagePath, path: `${host.storagePath}/images/${randomUUID()}.qcow2` })
async function made(source: { path: string; format: 'qcow2' | 'raw'; mode: 'thin' | 'copy'; backing?: { path: string; format: 'raw' } | null }, place = target(), stepId: string = randomUUID()) {
  await host.client.disk.ensure({ stepId, ...place, format: 'qcow2', sizeMiB: dataMiB, source })
  return place.path
}
const flat = (place = target(), stepId?: string) => made({ path: thin, format: 'qcow2', mode: 'copy', backing: { path: base, format: 'raw' } }, place, stepId)
const images = async () => (await readdir(`${host.storagePath}/images`)).sort()

describe('a copy of a thin disk', { timeout: 120_000 }, () => {
  it('holds all the data, leans on nothing, and tells how far it is', async () => {
    await using log = await host.watch()
    const stepId = randomUUID()
    const path = await flat(target(), stepId)
    await run('qemu-img', ['compare', '-f', 'qcow2', '-F', 'qcow2', path, thin])
    expect(await host.client.disk.inspect({ path, format: 'qcow2' })).toMatchObject({ backing: null, sizeMiB: dataMiB })
    const shares = log.events.flatMap(event => (event.type === 'task' && event.stepId === stepId ? [event.progress] : []))
    expect(shares.at(-1)).toBe(1)
    expect(shares.length).toBeGreaterThan(3)
    await host.client.disk.ensureAbsent({ ...step(), storagePath: host.storagePath, path })
  })

  it('is refused when the disk leans on something else than it should', async () => {
    const before = await images()
    for (const backing of [null, { path: thin, format: 'raw' as const }]) {
      await expect(made({ path: thin, format: 'qcow2', mode: 'copy', backing })).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
    }
    expect(await images()).toEqual(before)
  })

  it('ends at once and leaves nothing when it is not wanted any more', async () => {
    const before = await images()
    const place = target()
    const copying = flat(place).then(() => 'made', (error: { code: string }) => error.code)
    await waitFor(async () => (await images()).length > before.length, 20_000, 5)
    await host.client.disk.ensureAbsent({ ...step(), ...place })
    expect([await copying, await images()]).toEqual(['CANCELLED', before])
  })

  it('is made anew after the agent was killed in the middle', async () => {
    const before = await images()
    const place = target()
    const copying = flat(place).catch(() => null)
    await waitFor(async () => (await images()).length > before.length, 20_000, 5)
    await host.killAgent()
    await copying
    await host.startAgent()
    await run('qemu-img', ['compare', '-f', 'qcow2', '-F', 'qcow2', await flat(place), thin])
    await host.client.disk.ensureAbsent({ ...step(), ...place })
    expect(await images()).toEqual(before)
  })
})
