import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, open, realpath, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DiskRepair } from '@/server/contract/agent/disk-check'
import type { Agent } from '@/server/agent/agent'
import { Turns } from '@/server/agent/state/turns'
import { checkDisk } from './check'
import { shrinkDisk } from './shrink'

const run = promisify(execFile)
const MiB = 1024 ** 2
const cluster = 65_536

let storagePath: string
let path: string
// A host without machines.
const libvirt = { ready: async () => ({ domain: { list: async () => [] } }) }
const agent = { turns: new Turns(), libvirt } as unknown as Agent
beforeEach(async () => {
  storagePath = await realpath(await mkdtemp(join(tmpdir(), 'agent-check-')))
  await mkdir(join(storagePath, 'images'))
  path = join(storagePath, 'images', 'disk.qcow2')
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', path, '16M'])
  await run('qemu-io', ['-f', 'qcow2', '-c', 'write -P 7 0 1M', path])
})
afterEach(() => rm(storagePath, { recursive: true }))

const call = () => ({ stepId: 's', storagePath, path, format: 'qcow2' as const })
const check = (repair: DiskRepair = 'none') => checkDisk(agent, { ...call(), repair })

/** Clusters lie in this order: header, table of reference counts, its one block, L1 table … */
async function setCount(of: number, count: number): Promise<void> {
  const file = await open(path, 'r+')
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(count)
  await file.write(bytes, 0, 2, 2 * cluster + of * 2)
  await file.close()
}

it('counts what an image holds, what leaks and what is damaged, and mends no more than it is asked for', async () => {
  expect(await check()).toMatchObject({ corruptions: 0, leaks: 0, clusters: 256, allocatedClusters: 16 })
  // Taken, and nothing refers to it.
  await truncate(path, 31 * cluster)
  await setCount(30, 1)
  expect(await check()).toMatchObject({ corruptions: 0, leaks: 1, leaksFixed: 0 })
  expect(await check('leaks')).toMatchObject({ leaks: 0, leaksFixed: 1 })

  await setCount(3, 0)
  const damaged = await check()
  expect(damaged.corruptions).toBeGreaterThan(0)
  await expect(check('leaks')).rejects.toMatchObject({ code: 'IMAGE_DAMAGED', detail: { reason: { code: 'disk_damage_first' } } })
  expect((await check('all')).corruptionsFixed).toBeGreaterThan(0)
  expect(await check()).toMatchObject({ corruptions: 0, leaks: 0 })
})

it('says that an image can’t be read instead of giving figures', async () => {
  const file = await open(path, 'r+')
  await file.write(Buffer.from('nonsense'), 0, 8, 0)
  await file.close()
  await expect(check()).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
  await rm(path)
  await expect(check()).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
})

it('cuts the end off and leaves what lies before it', async () => {
  expect(await shrinkDisk(agent, { ...call(), sizeMiB: 4 })).toMatchObject({ sizeMiB: 4 })
  const { stdout } = await run('qemu-io', ['-f', 'qcow2', '-c', 'read -P 7 0 1M', path])
  expect(stdout).toContain('read 1048576/1048576')
  await rm(path)
  await run('qemu-img', ['create', '-q', '-f', 'raw', path, '16M'])
  await shrinkDisk(agent, { ...call(), format: 'raw', sizeMiB: 4 })
  expect((await stat(path)).size).toBe(4 * MiB)
})
