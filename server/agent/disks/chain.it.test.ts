import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskChain } from './chain'

const run = promisify(execFile)
const qemuImg = (...args: string[]) => run('qemu-img', args)

let storagePath: string
let outside: string
beforeEach(async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'agent-chain-')))
  storagePath = join(root, 'domain')
  outside = join(root, 'secret.raw')
  await mkdir(join(storagePath, 'images'), { recursive: true })
  await qemuImg('create', '-q', '-f', 'raw', outside, '8M')
})
afterEach(() => rm(join(storagePath, '..'), { recursive: true }))

const image = (name: string) => join(storagePath, 'images', name)
const chain = (name: string, format: 'qcow2' | 'raw' = 'qcow2') => diskChain({ storagePath, path: image(name), format })
const over = (name: string, backing: string, format = 'qcow2') => qemuImg('create', '-q', '-u', '-f', 'qcow2', '-b', backing, '-F', format, image(name), '8M')

it('is read from the disk’s own image down to the one that leans on nothing', async () => {
  await qemuImg('create', '-q', '-f', 'raw', image('base'), '8M')
  await over('middle', image('base'), 'raw')
  await over('top', 'middle')
  const { images, end, next } = await chain('top')
  expect([images.map(({ path, format, sizeMiB }) => [path, format, sizeMiB]), end, next]).toEqual([
    [[image('top'), 'qcow2', 8], [image('middle'), 'qcow2', 8], [image('base'), 'raw', 8]], 'whole', null,
  ])
  for (const { allocatedMiB } of images) expect(allocatedMiB).toBeLessThan(1)
})

it('ends where it leads out of the storage domain, is missing, damaged, endless or of a format that nobody names', async () => {
  await over('away', outside, 'raw')
  await over('remote', 'nbd://192.0.2.1/disk', 'raw')
  await over('lost', image('nowhere'))
  await qemuImg('create', '-q', '-f', 'raw', image('base'), '8M')
  await over('wrong', image('base'), 'qcow2')
  await over('strange', image('base'), 'vmdk')
  await over('loop', image('wrong'))
  // A header of one's own making can name any file.
  await qemuImg('rebase', '-q', '-u', '-f', 'qcow2', '-F', 'qcow2', '-b', image('loop'), image('loop'))
  await qemuImg('create', '-q', '-f', 'qcow2', '-o', `data_file=${outside},data_file_raw=on`, image('split'), '8M')
  const ends = Object.fromEntries(await Promise.all(['away', 'remote', 'lost', 'wrong', 'strange', 'loop', 'split'].map(async (name) => [name, (await chain(name)).end])))
  expect(ends).toEqual({ away: 'outside', remote: 'outside', lost: 'missing', wrong: 'damaged', strange: 'unknown_format', loop: 'too_long', split: 'outside' })
})

it('is refused for what is not there, is not of its format or lies elsewhere', async () => {
  await expect(chain('nothing')).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
  await qemuImg('create', '-q', '-f', 'raw', image('raw'), '8M')
  await expect(chain('raw')).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
  await expect(diskChain({ storagePath, path: outside, format: 'raw' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})
