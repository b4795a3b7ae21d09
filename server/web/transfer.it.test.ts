import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { Server } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seed, type Seeded } from '@/server/api/seed'
import { apiHarness, type ApiHarness } from '@/server/api/testing'
import { createCsr, signHost } from '@/server/domain/pki/certificate'
import { createWebServer } from './server'
import { serveImageData } from './image-data'
import { serveUploadData } from './upload-data'
import { serveImage } from '@/server/agent/transfer/send'
import type { Agent } from '@/server/agent/agent'
import { Turns } from '@/server/agent/state/turns'
import { beginUpload } from '@/server/agent/uploads/begin'
import { finishUpload } from '@/server/agent/uploads/finish'
import { serveUpload } from '@/server/agent/uploads/receive'
import { Uploads } from '@/server/agent/uploads/uploads'

/** The manager's server and the half of the host that carries files, over real TLS; the job is left out, its part is played here. */
let h: ApiHarness
let s: Seeded
let folder: string
let agent: Agent
let host: ReturnType<typeof createServer>
let web: Server
let root: { id: string; token: string }
const MiB = 1024 ** 2
const bytes = randomBytes(3 * MiB)

const newLife = async (): Promise<Agent> =>
  ({ turns: new Turns(), feed: { push: () => undefined }, dataDir: folder, log: { warn: () => undefined, info: () => undefined }, uploads: await Uploads.open(folder, Date.now()) }) as unknown as Agent

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'web-uploads-')))
  for (const name of ['images', 'iso']) await mkdir(join(folder, 'storage', name), { recursive: true })
  h = await apiHarness()
  s = await seed(h.db)
  root = await h.user('root', [{ role: 'SuperUser' }])
  agent = await newLife()
  const { caCertificate: certificate, caKey: key } = await h.db.instance.findFirstOrThrow()
  const asked = await createCsr('host')
  const cert = await signHost(s.host, { ca: { certificate, key }, csr: asked.csr, serial: '02', now: Date.now() })
  host = createServer({ cert, key: asked.key, ca: certificate, requestCert: true, rejectUnauthorized: true }, (q, r) => void serveUpload(agent, q, r).then((served) => served || serveImage(agent, q, r)))
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  await h.db.host.update({ where: { id: s.host }, data: { address: `127.0.0.1:${(host.address() as AddressInfo).port}` } })
  const quiet = { info: () => undefined, error: () => undefined }
  web = createWebServer({ changes: async () => {}, transfers: [serveUploadData({ db: h.db, log: quiet }), serveImageData({ db: h.db, log: quiet })], console: () => false, pages: (_, r) => r.writeHead(404).end(), pagesUpgrade: null }, null, false)
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  for (const server of [host, web]) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  await h.dispose()
  await rm(folder, { recursive: true })
})

/** An upload whose job has chosen the host. */
const begun = async () => {
  const { status, body } = await h.call('POST', '/uploads', { token: root.token, body: { storageDomainId: s.storageDomain, format: 'raw', name: `disk-${randomUUID().slice(0, 8)}`, fileName: 'disk.raw', sizeBytes: bytes.length } })
  expect(status).toBe(202)
  const storagePath = join(folder, 'storage')
  const place = { uploadId: body.id, storagePath, path: join(storagePath, 'images', `${body.id}.raw`) }
  await beginUpload(agent, { ...place, stepId: 's', sizeBytes: bytes.length })
  await h.db.upload.update({ where: { id: body.id }, data: { hostId: s.host } })
  return place
}

interface Sent {
  status: number
  body: { offset?: number; code?: string; reason?: { code: string; params: Record<string, number> } }
}
const put = (id: string, offset: number | string, piece: Buffer, headers: Record<string, string> = { authorization: `Bearer ${root.token}` }, breakAfter?: number): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const call = request({ port: (web.address() as AddressInfo).port, path: `/api/v1/uploads/${id}/data?offset=${offset}`, method: 'PUT', headers: { 'content-length': piece.length, ...headers } })
    call.on('error', reject)
    call.on('response', (answer) => void json(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body: body as Sent['body'] }), reject))
    if (breakAfter === undefined) call.end(piece)
    else call.write(piece.subarray(0, breakAfter), () => setTimeout(() => call.destroy(), 200))
  })

it('hands pieces on to the host, each where the last one ended, and tells the job of the last byte', async () => {
  const place = await begun()
  expect(await put(place.uploadId, 0, bytes.subarray(0, MiB))).toEqual({ status: 200, body: { offset: MiB } })
  expect(await put(place.uploadId, 0, bytes)).toMatchObject({ status: 409, body: { reason: { code: 'upload_offset', params: { offset: MiB } } } })
  expect(await put(place.uploadId, MiB, bytes.subarray(MiB))).toEqual({ status: 200, body: { offset: bytes.length } })
  expect(await h.db.upload.findUniqueOrThrow({ where: { id: place.uploadId } })).toMatchObject({ receivedBytes: BigInt(bytes.length) })
  expect(await h.db.change.count({ where: { topic: 'jobs', objectId: place.uploadId } })).toBeGreaterThan(1)
  const { sha256 } = await finishUpload(agent, { ...place, stepId: 's', name: 'disk.raw', format: 'raw', target: 'raw', sha256: null })
  expect([sha256, (await readFile(place.path)).equals(bytes)]).toEqual([createHash('sha256').update(bytes).digest('hex'), true])
})

it('keeps what has come when the connection breaks, and goes on there with a new life of the agent', async () => {
  const place = await begun()
  await expect(put(place.uploadId, 0, bytes, undefined, 2 * MiB)).rejects.toThrow()
  const offset = await expect.poll(async () => (await agent.uploads.need(place.uploadId)).offset, { timeout: 10_000 }).toBe(2 * MiB).then(() => 2 * MiB)
  agent = await newLife()
  expect(await put(place.uploadId, offset, bytes.subarray(offset))).toEqual({ status: 200, body: { offset: bytes.length } })
})

it('the same file that is not complete is gone on with, another one is not', async () => {
  const wish = { storageDomainId: s.storageDomain, format: 'qcow2', name: 'twice', fileName: 'twice.qcow2', sizeBytes: 5, headSha256: 'a'.repeat(64) }
  const make = async (change = {}) => (await h.call('POST', '/uploads', { token: root.token, body: { ...wish, ...change } })).body
  const first = await make()
  expect(await make({ name: 'other' })).toMatchObject({ id: first.id, resumed: true })
  expect((await make({ headSha256: 'b'.repeat(64) })).id).not.toBe(first.id)
  expect(await h.db.disk.count({ where: { name: 'twice' } })).toBe(2)
})

it('lets in nobody but its owner, who must have the right still, and no other site', async () => {
  const { uploadId } = await begun()
  const other = await h.user('other', [{ role: 'SuperUser' }])
  const weak = await h.user('weak')
  await h.db.upload.update({ where: { id: uploadId }, data: { userId: weak.id } })
  const outcomes = [
    await put(uploadId, 0, bytes, {}), await put(uploadId, 0, bytes, { authorization: `Bearer ${other.token}` }), await put(uploadId, 0, bytes, { authorization: `Bearer ${weak.token}` }),
  ].map(({ status }) => status)
  expect(outcomes).toEqual([401, 404, 403])
  await h.db.upload.update({ where: { id: uploadId }, data: { userId: root.id } })
  const port = (web.address() as AddressInfo).port
  expect((await put(uploadId, 0, bytes, { cookie: `atrium_session_${port}=${root.token}`, host: `127.0.0.1:${port}`, origin: 'http://evil.example' })).status).toBe(403)
  expect((await put(uploadId, 'x', bytes)).status).toBe(400)
  expect((await put(randomUUID(), 0, bytes)).status).toBe(404)
  await h.db.job.update({ where: { id: uploadId }, data: { state: 'cancelled', endedAt: new Date() } })
  expect((await put(uploadId, 0, bytes)).body.reason?.code).toBe('upload_ended')
})

it.each([
  [{ sizeBytes: 0 }, 'upload_nothing'], [{ sizeBytes: 2 ** 52 }, 'upload_large'], [{ format: 'iso', name: 'disc' }, 'upload_iso_name'], [{ format: 'iso', name: '../x.iso' }, 'upload_iso_name'], [{ name: '/' }, 'name_words'],
])('refuses %j', async (change, code) => {
  const answer = await h.call('POST', '/uploads', { token: root.token, body: { storageDomainId: s.storageDomain, format: 'raw', name: 'd', fileName: 'd.raw', sizeBytes: 9, ...change } })
  expect([answer.status, answer.body]).toMatchObject([400, { reason: { code } }])
})

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${(web.address() as AddressInfo).port}/api/v1${path}`, { method, headers: { authorization: `Bearer ${root.token}`, ...headers } })

it('gives out a CD image, whole and in parts that belong together', async () => {
  const name = '光盘 1.iso'
  const path = `/storage-domains/${s.storageDomain}/isos/${encodeURIComponent(name)}`
  await h.db.storageDomain.update({ where: { id: s.storageDomain }, data: { path: join(folder, 'storage') } })
  await h.db.storageDomainHost.upsert({ where: { storageDomainId_hostId: { storageDomainId: s.storageDomain, hostId: s.host } }, create: { storageDomainId: s.storageDomain, hostId: s.host, writable: true }, update: { writable: true, error: null } })
  await h.db.host.update({ where: { id: s.host }, data: { status: 'up' } })
  expect((await get(path)).status).toBe(422)
  await writeFile(join(folder, 'storage', 'iso', name), bytes)
  const whole = await get(path)
  expect([whole.status, whole.headers.get('content-length'), whole.headers.get('accept-ranges'), decodeURIComponent(whole.headers.get('content-disposition') ?? '')]).toEqual([200, String(bytes.length), 'bytes', `attachment; filename="image"; filename*=UTF-8''${name}`])
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  const etag = whole.headers.get('etag') ?? ''
  const part = await get(path, { range: 'bytes=1000000-', 'if-range': etag })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000000-${bytes.length - 1}/${bytes.length}`])
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000_000))).toBe(true)
  expect((await get(path, { range: `bytes=${bytes.length}-` })).status).toBe(416)
  const head = await get(path, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)])
  // Parts of what was written anew would make a file that never was.
  await writeFile(join(folder, 'storage', 'iso', name), bytes)
  expect((await get(path, { range: 'bytes=1000000-', 'if-range': etag })).status).toBe(200)
  expect(await h.db.event.count({ where: { code: 'image.downloaded' } })).toBe(3)

  const reader = await h.user('isoreader', [{ role: 'ReadOnlyAdmin' }])
  const outcomes = [{ authorization: '' }, { authorization: `Bearer ${reader.token}` }, { authorization: `Bearer ${(await h.user('isonobody')).token}` }].map((headers) => get(path, headers))
  expect((await Promise.all(outcomes)).map(({ status }) => status)).toEqual([401, 403, 404])
  expect([(await get(`/storage-domains/${s.storageDomain}/isos/${encodeURIComponent('../images/x')}`)).status, (await get(`/disks/${s.disk}/content`, { authorization: `Bearer ${reader.token}` })).status]).toEqual([400, 403])
})
