import { execFile } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UploadFormat } from '@/server/contract/agent/upload'
import type { Agent } from '@/server/agent/agent'
import { Turns } from '@/server/agent/state/turns'
import { beginUpload } from './begin'
import { discardUpload } from './discard'
import { fetchUpload } from './fetch'
import { finishUpload } from './finish'
import { readRecord, writeRecord } from './record'
import { takeIn } from './take-in'
import { Uploads } from './uploads'

const run = promisify(execFile)
const MiB = 1024 ** 2
let folder: string
let storagePath: string
let agent: Agent

/** Of an agent, this needs only what is named here: an agent that starts anew is another one. */
const life = async (): Promise<Agent> =>
  ({ turns: new Turns(), feed: { push: () => undefined }, dataDir: folder, log: { warn: () => undefined }, uploads: await Uploads.open(folder, Date.now()) }) as unknown as Agent

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'agent-uploads-')))
  storagePath = join(folder, 'storage')
  for (const name of ['images', 'iso', 'made']) await mkdir(join(storagePath, name), { recursive: true })
  agent = await life()
})
afterAll(() => rm(folder, { recursive: true }))

const placeOf = (name: string) => ({ uploadId: randomUUID(), storagePath, path: join(storagePath, name) })
type Place = ReturnType<typeof placeOf>
const begin = (place: Place, sizeBytes: number, on = agent) => beginUpload(on, { ...place, stepId: 's', sizeBytes })
async function* piecesOf(bytes: Buffer, breakAt = Infinity) {
  for (let at = 0; at < bytes.length; at += 50_000) {
    if (at >= breakAt) throw new Error('the line broke')
    yield bytes.subarray(at, at + 50_000)
  }
}
const send = async (place: Place, bytes: Buffer, { breakAt, on = agent }: { breakAt?: number; on?: Agent } = {}): Promise<number> => {
  const incoming = await on.uploads.need(place.uploadId)
  await takeIn(on, place.uploadId, incoming, piecesOf(bytes, breakAt), incoming.record.sizeBytes, () => undefined).catch((error: Error) => {
    if (breakAt === undefined) throw error
  })
  return incoming.offset
}
const finish = (place: Place, format: UploadFormat, more: { sha256?: string; on?: Agent } = {}) =>
  finishUpload(more.on ?? agent, { ...place, stepId: 's', name: 'file', format, target: format === 'raw' || format === 'iso' ? 'raw' : 'qcow2', sha256: more.sha256 ?? null })
const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const refusal = (work: Promise<unknown>) => work.then(() => 'fine', (error: { code: string; detail?: { reason?: { code: string } } }) => error.detail?.reason?.code ?? error.code)
const whole = async (bytes: Buffer, format: UploadFormat, name = `images/${randomUUID()}`): Promise<Place> => {
  const place = placeOf(name)
  await begin(place, bytes.length)
  expect(await send(place, bytes)).toBe(bytes.length)
  return place
}
const imageOf = async (format: string, ...options: string[]): Promise<Buffer> => {
  const [raw, made] = [join(storagePath, 'made', 'base.raw'), join(storagePath, 'made', `one.${format}`)]
  await writeFile(raw, randomBytes(MiB))
  await truncate(raw, 4 * MiB)
  await run('qemu-img', ['convert', '-f', 'raw', '-O', format, ...options, raw, made])
  return readFile(made)
}

describe('a file that comes in', () => {
  it('goes on where it stopped, in this life of the agent and the next, with holes for zeros and the sum of the whole', async () => {
    const bytes = Buffer.concat([randomBytes(2 * MiB + 13), Buffer.alloc(5 * MiB), randomBytes(MiB), Buffer.alloc(3 * MiB)])
    const place = placeOf(`images/${randomUUID()}.raw`)
    await begin(place, bytes.length)
    const first = await send(place, bytes, { breakAt: 1_500_000 })
    expect(first).toBe(1_500_000)
    // What was written behind the agreed place by a life that was killed counts as far as it goes.
    const next = await life()
    const { offset } = await begin(place, bytes.length, next)
    expect(offset).toBe(first)
    expect(await send(place, bytes.subarray(offset), { on: next })).toBe(bytes.length)
    expect(await finish(place, 'raw', { on: next })).toMatchObject({ sha256: sumOf(bytes), sizeMiB: 12 })
    const { size, blocks } = await stat(place.path)
    expect([size, blocks * 512 < 4.5 * MiB]).toEqual([12 * MiB, true])
    expect((await readFile(place.path)).subarray(0, bytes.length).equals(bytes)).toBe(true)
    expect(await refusal(begin({ ...place, uploadId: randomUUID() }, 5, next))).toBe('upload_taken')
    await discardUpload(next, { ...placeOf(`images/${randomUUID()}`) })
    expect((await stat(place.path)).size).toBe(12 * MiB)
  })

  it('after a crash of the whole host counts only what had been synced', async () => {
    const bytes = randomBytes(3 * MiB)
    const place = placeOf(`images/${randomUUID()}.raw`)
    await begin(place, bytes.length)
    await send(place, bytes.subarray(0, 2 * MiB))
    const record = await readRecord(folder, place.uploadId)
    if (!record) throw new Error('no record')
    await writeRecord(folder, place.uploadId, { ...record, bootId: 'another', syncedBytes: MiB })
    const next = await life()
    expect(await begin(place, bytes.length, next)).toEqual({ offset: MiB })
    await send(place, bytes.subarray(MiB), { on: next })
    expect((await finish(place, 'raw', { on: next })).sha256).toBe(sumOf(bytes))
  })

  it('is finished once, also when the agent was killed between judging and publishing', async () => {
    const bytes = await imageOf('qcow2')
    const place = await whole(bytes, 'qcow2')
    const result = await finish(place, 'qcow2')
    expect(result).toMatchObject({ sha256: sumOf(bytes), sizeMiB: 4 })
    expect(await finish(place, 'qcow2', { on: await life() })).toEqual(result)
  })

  it('must have the sum that was told', async () => {
    const bytes = randomBytes(MiB)
    const place = await whole(bytes, 'raw')
    expect(await refusal(finish(place, 'raw', { sha256: '0'.repeat(64) }))).toBe('upload_sum')
    expect(await refusal(finish(place, 'raw', { sha256: sumOf(bytes) }))).toBe('fine')
  })

  it('ends when it is given up, and leaves nothing', async () => {
    const before = (await readdir(join(storagePath, 'images'))).length
    const place = await whole(randomBytes(MiB), 'raw')
    await discardUpload(agent, place)
    expect([(await readdir(join(storagePath, 'images'))).length, await readRecord(folder, place.uploadId), await refusal(finish(place, 'raw'))]).toEqual([before, null, 'upload_unknown'])
  })
})

describe('what it may be', () => {
  it.each([['qcow2'], ['vmdk'], ['vdi'], ['vpc', '-o', 'force_size=on'], ['vhdx']] as const)('an image of format %s becomes qcow2', async (format, ...options) => {
    const place = await whole(await imageOf(format, ...options), format)
    expect((await finish(place, format)).sizeMiB).toBe(4)
    const { stdout } = await run('qemu-img', ['compare', '-f', 'qcow2', '-F', 'raw', place.path, join(storagePath, 'made', 'base.raw')])
    expect(stdout).toContain('identical')
  }, 30_000)

  it('a CD image, and nothing else that calls itself so', async () => {
    const disc = Buffer.alloc(40 * 2048)
    disc[16 * 2048] = 1
    disc.write('CD001', 16 * 2048 + 1, 'latin1')
    const place = await whole(disc, 'iso', 'iso/disc.iso')
    expect(await finish(place, 'iso')).toMatchObject({ sizeBytes: disc.length })
    expect((await readFile(place.path)).equals(disc)).toBe(true)
    expect(await refusal(finish(await whole(randomBytes(MiB), 'iso', 'iso/other.iso'), 'iso'))).toBe('upload_no_iso')
  })

  it('no image that leads to other files, claims too much, or is of another format', async () => {
    const backed = await imageOf('qcow2')
    backed.writeBigUInt64BE(512n, 8)
    backed.writeUInt32BE(11, 16)
    backed.write('/etc/shadow', 512, 'latin1')
    const external = await imageOf('qcow2')
    external.writeBigUInt64BE(4n, 72)
    const huge = await imageOf('qcow2')
    huge.writeBigUInt64BE(2n ** 62n, 24)
    const parts = Buffer.from('# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType="monolithicFlat"\nRW 8 FLAT "/etc/shadow" 0\n')
    const cases: [Buffer, UploadFormat, string][] = [
      [backed, 'qcow2', 'image_backing'], [external, 'qcow2', 'image_external'], [huge, 'qcow2', 'image_huge'], [parts, 'vmdk', 'upload_parts'],
      [randomBytes(MiB), 'qcow2', 'upload_other'], [await imageOf('qcow2'), 'raw', 'upload_other'], [Buffer.alloc(100), 'qcow2', 'upload_other'], [(await imageOf('qcow2')).subarray(0, 100_000), 'qcow2', 'IMAGE_DAMAGED'],
    ]
    for (const [bytes, format, why] of cases) {
      const place = await whole(bytes, format)
      expect([why, await refusal(finish(place, format))]).toEqual([why, why])
      await discardUpload(agent, place)
    }
    expect((await readdir(join(storagePath, 'images'))).filter((name) => name.startsWith('.'))).toEqual([])
  }, 30_000)
})

describe('a file that the host fetches', () => {
  const bytes = randomBytes(2 * MiB)
  let server: Server
  let base: string
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/disk.raw' }).end()
      else if (request.url === '/away') response.writeHead(302, { location: 'file:///etc/shadow' }).end()
      else if (request.url === '/short') response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, MiB), () => setTimeout(() => response.destroy(), 50))
      else if (request.url === '/slow') response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 9))
      else response.writeHead(200).end(bytes)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const fetching = (place: Place, path: string, limits: { maxBytes?: number; maxMs?: number; allowPrivate?: boolean } = {}) =>
    fetchUpload(agent, { ...place, stepId: 's', url: `${base}${path}`, maxBytes: 4 * MiB, maxMs: 20_000, allowPrivate: true, ...limits })

  it('comes whole, also when it is asked for twice, and is judged like any other', async () => {
    const place = placeOf(`images/${randomUUID()}.raw`)
    for (const path of ['/disk.raw', '/moved']) expect(await fetching(place, path)).toEqual({ sizeBytes: bytes.length })
    expect(await finish(place, 'raw', { sha256: sumOf(bytes) })).toMatchObject({ sizeMiB: 2 })
  })

  it.each([
    ['/disk.raw', { allowPrivate: false }, 'url_private'], ['/disk.raw', { maxBytes: MiB }, 'url_large'], ['/away', {}, 'url_kind'], ['/short', {}, 'url_failed'], ['/slow', { maxMs: 300 }, 'TIMEOUT'],
  ])('%s with %j is refused as %s', async (path, limits, why) => {
    const place = placeOf(`images/${randomUUID()}.raw`)
    expect(await refusal(fetching(place, path, limits))).toBe(why)
    await discardUpload(agent, place)
    expect((await readdir(join(storagePath, 'images'))).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('ends when it is cancelled', async () => {
    const place = placeOf(`images/${randomUUID()}.raw`)
    const asked = refusal(fetching(place, '/slow'))
    await expect.poll(() => readdir(join(storagePath, 'images'))).toContain(`.${place.uploadId}.upload`)
    await discardUpload(agent, place)
    expect(await asked).toBe('CANCELLED')
  })
})
