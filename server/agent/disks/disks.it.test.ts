import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentEvent } from '@/server/contract/agent/event'
import type { Agent } from '@/server/agent/agent'
import { Turns } from '@/server/agent/state/turns'
import { ensureDisk } from './ensure'
import type { EnsureDisk } from './ensure'
import { imageInfo } from './qemu-img'

const run = promisify(execFile)
const qemuImg = async (...args: string[]): Promise<string> => (await run('qemu-img', args)).stdout

let storagePath: string
let told: AgentEvent[]
let agent: Agent
beforeEach(async () => {
  storagePath = await realpath(await mkdtemp(join(tmpdir(), 'agent-disks-')))
  for (const name of ['images', 'templates']) await mkdir(join(storagePath, name))
  told = []
  // Of an agent, disks need only the turns and the feed.
  agent = { turns: new Turns(), feed: { push: (event: AgentEvent) => told.push(event) } } as unknown as Agent
})
afterEach(() => rm(storagePath, { recursive: true }))

const image = (name: string = randomUUID()) => join(storagePath, 'images', `${name}.qcow2`)
const template = () => join(storagePath, 'templates', `${randomUUID()}.qcow2`)
const ensure = (change: Partial<EnsureDisk>) =>
  ensureDisk(agent, { stepId: 's', storagePath, path: image(), format: 'qcow2', sizeMiB: 8, source: null, ...change })
const files = async () => (await readdir(storagePath, { recursive: true })).filter((name) => /\.(qcow2|raw|partial|img)$/.test(name)).sort()

describe('a disk', () => {
  it('is blank, sparse and of the format asked for', async () => {
    for (const format of ['qcow2', 'raw'] as const) {
      const path = image()
      expect((await ensure({ path, format, sizeMiB: 64 })).allocatedMiB).toBeLessThan(1)
      expect(JSON.parse(await qemuImg('info', '--output=json', '-f', format, path))).toMatchObject({ format, 'virtual-size': 64 * 1024 ** 2 })
    }
  })

  it('is made once, grown, and never shrunk', async () => {
    const path = image()
    await ensure({ path, sizeMiB: 16 })
    const { ino } = await stat(path)
    expect((await ensure({ path, sizeMiB: 8 })).sizeMiB).toBe(16)
    expect((await ensure({ path, sizeMiB: 32 })).sizeMiB).toBe(32)
    expect((await stat(path)).ino).toBe(ino)
  })

  it('is made once by two calls at a time', async () => {
    const path = image()
    await Promise.all([ensure({ path }), ensure({ path })])
    expect(await files()).toEqual([path.slice(storagePath.length + 1)])
  })

  it('is a full copy with its progress told, in another format and size if asked', async () => {
    const source = template()
    await qemuImg('create', '-f', 'qcow2', source, '16M')
    await run('qemu-io', ['-f', 'qcow2', '-c', 'write -P 7 1M 4M', source])
    const path = image()
    expect((await ensure({ path, format: 'raw', sizeMiB: 32, source: { path: source, format: 'qcow2', mode: 'copy' } })).sizeMiB).toBe(32)
    const bytes = await readFile(path)
    expect([bytes.length, bytes[0], bytes[1024 ** 2], bytes[5 * 1024 ** 2 - 1], bytes[5 * 1024 ** 2]]).toEqual([32 * 1024 ** 2, 0, 7, 7, 0])
    expect(told.at(-1)).toEqual({ type: 'task', stepId: 's', progress: 1, done: true })
    expect((await imageInfo(path, 'raw')).backing).toBeNull()
  })

  it('is thin on a template, whose format is written down', async () => {
    const source = template()
    await qemuImg('create', '-f', 'qcow2', source, '16M')
    const path = image()
    await ensure({ path, source: { path: source, format: 'qcow2', mode: 'thin' } })
    expect(await imageInfo(path, 'qcow2')).toMatchObject({ backing: source, backingFormat: 'qcow2', sizeBytes: 16 * 1024 ** 2 })
    await ensure({ path, source: { path: source, format: 'qcow2', mode: 'thin' } })
    await expect(ensure({ path, source: null })).rejects.toMatchObject({ code: 'IMAGE_DAMAGED', message: expect.stringContaining(source) })
    await expect(ensure({ format: 'raw', source: { path: source, format: 'qcow2', mode: 'thin' } })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('removes what an interrupted attempt has left, and leaves nothing when it fails', async () => {
    const path = image()
    await writeFile(`${path}.partial`, 'half')
    await ensure({ path })
    expect(await files()).toEqual([path.slice(storagePath.length + 1)])
    await rm(path)
    const source = template()
    await writeFile(source, 'this is no image')
    await expect(ensure({ path, source: { path: source, format: 'qcow2', mode: 'copy' } })).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
    expect(await files()).toEqual([source.slice(storagePath.length + 1)])
  })
})

describe('a source', () => {
  const thin = (path: string) => ensure({ source: { path, format: 'qcow2', mode: 'thin' } })

  it('that is missing or damaged is named in a sentence', async () => {
    await expect(thin(template())).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      message: expect.stringMatching(/^The image .* does not exist on this host\.$/),
    })
    const source = template()
    await qemuImg('create', '-f', 'qcow2', source, '16M')
    await run('qemu-io', ['-f', 'qcow2', '-c', 'write 0 4M', source])
    await truncate(source, 200_000)
    await expect(thin(source)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
    expect(await files()).toEqual([source.slice(storagePath.length + 1)])
  })

  it('that reads other files of the host is refused: external data, or a backing file', async () => {
    const secret = join(storagePath, 'secret.img')
    await writeFile(secret, Buffer.alloc(1024 ** 2, 's'))
    const external = template()
    await qemuImg('create', '-f', 'qcow2', '-o', `data_file=${secret},data_file_raw=on`, external, '1M')
    await writeFile(secret, Buffer.alloc(1024 ** 2, 's'))
    const backed = template()
    await qemuImg('create', '-f', 'qcow2', '-b', secret, '-F', 'raw', backed, '1M')
    for (const path of [external, backed]) {
      for (const mode of ['thin', 'copy'] as const) {
        await expect(ensure({ source: { path, format: 'qcow2', mode } })).rejects.toMatchObject({
          code: 'IMAGE_DAMAGED',
          message: expect.stringContaining('secret.img'),
        })
      }
    }
  })

  it('of format raw is raw even if a guest has written a qcow2 header into it', async () => {
    const source = join(storagePath, 'templates', 'r.img')
    await qemuImg('create', '-f', 'qcow2', '-b', '/etc/passwd', '-F', 'raw', source, '1M')
    await truncate(source, 1024 ** 2)
    const path = image()
    await ensure({ path, format: 'raw', source: { path: source, format: 'raw', mode: 'copy' } })
    expect((await readFile(path)).subarray(0, 3).toString()).toBe('QFI')
    expect((await readFile(path)).toString('latin1')).not.toContain('root:x:0')
  })
})

describe('a path', () => {
  it.each(['/etc/x.qcow2', '../outside.qcow2', 'images/../../outside.qcow2', ''])('%j outside the storage domain is refused', async (path) => {
    await expect(ensure({ path: path.startsWith('/') ? path : join(storagePath, path) })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      detail: { field: 'path' },
    })
    await expect(ensure({ path })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('is refused when a symbolic link leads it out', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'agent-elsewhere-'))
    await symlink(elsewhere, join(storagePath, 'images', 'link'))
    await writeFile(join(elsewhere, 'file'), '')
    await symlink(join(elsewhere, 'file'), image('linked'))
    for (const path of [join(storagePath, 'images', 'link', 'x.qcow2'), image('linked')])
      await expect(ensure({ path })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect(await readdir(elsewhere)).toEqual(['file'])
    await rm(elsewhere, { recursive: true })
  })

  it('in a folder that is not there is refused', async () => {
    await expect(ensure({ path: join(storagePath, 'nowhere', 'x.qcow2') })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('does not exist'),
    })
  })
})

describe('a full storage', () => {
  it('is told before anything is copied', async () => {
    const small = await mkdtemp(join(tmpdir(), 'agent-full-'))
    await run('mount', ['-t', 'tmpfs', '-o', 'size=80M', 'tmpfs', small])
    try {
      const source = join(storagePath, 'templates', 'big.img')
      await writeFile(source, Buffer.alloc(40 * 1024 ** 2, 'x'))
      const copy = (path: string) =>
        ensureDisk(agent, { stepId: 's', storagePath: small, path, format: 'raw', sizeMiB: 40, source: { path: source, format: 'raw', mode: 'copy' } })
      await expect(copy(join(small, 'a.img'))).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringMatching(/needs \d+ MiB, but only \d+ MiB are free/),
      })
      expect(await readdir(small)).toEqual([])
    } finally {
      await run('umount', [small])
      await rm(small, { recursive: true })
    }
  })
})
