import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCa, createCsr, signHost } from '@/server/domain/pki/certificate'
import type { Credentials } from '@/server/domain/pki/certificate'
import { certificateFingerprint, formatJoinToken } from '@/server/domain/pki/token'
import { loadIdentity } from './folder'
import { join } from './join'

const hostId = '3b0e9a52-5b0e-4a29-8b63-000000000001'
const serial = () => randomBytes(16).toString('hex')
type Answer = (request: { token: string; csr: string; address: string }) => Promise<{ status: number; body: unknown }>

let ca: Credentials
let dataDir: string
let answer: Answer
let asked: unknown
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    const body = JSON.parse(Buffer.concat(parts).toString()) as Parameters<Answer>[0]
    asked = { url: request.url, ...body }
    const { status, body: reply } = await answer(body)
    response.writeHead(status).end(JSON.stringify(reply))
  })
})

const sign: Answer = async ({ csr }) => ({
  status: 200,
  body: { hostId, certificate: await signHost(hostId, { ca, csr, serial: serial(), now: Date.now() }), ca: ca.certificate },
})
const manager = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const token = () => formatJoinToken({ tokenId: 't', secret: 's', fingerprint: certificateFingerprint(ca.certificate) })
const attempt = () => join({ manager: manager(), token: token(), address: '10.0.0.1:8443', dataDir })

beforeEach(async () => {
  ca = await createCa({ name: 'test', serial: serial(), now: Date.now() })
  dataDir = joinPath(await mkdtemp(joinPath(tmpdir(), 'agent-join-')), 'data')
  answer = sign
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await rm(joinPath(dataDir, '..'), { recursive: true })
})

describe('join', () => {
  it('stores an identity that only its owner can read', async () => {
    await attempt()
    expect(asked).toMatchObject({ url: '/api/v1/hosts/join', token: token(), address: '10.0.0.1:8443', csr: expect.stringContaining('CERTIFICATE REQUEST') })
    expect(await loadIdentity(dataDir)).toMatchObject({
      hostId,
      address: '10.0.0.1:8443',
      manager: manager(),
      ca: ca.certificate,
      key: expect.stringContaining('PRIVATE KEY'),
    })
    expect((await stat(dataDir)).mode & 0o077).toBe(0)
    expect((await stat(joinPath(dataDir, 'key.pem'))).mode & 0o077).toBe(0)
  })

  it('refuses an authority that the token does not name', async () => {
    const other = await createCa({ name: 'impostor', serial: serial(), now: Date.now() })
    answer = async ({ csr }) => ({
      status: 200,
      body: { hostId, certificate: await signHost(hostId, { ca: other, csr, serial: serial(), now: Date.now() }), ca: other.certificate },
    })
    await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('not the one named in the token') })
    expect(await readdir(dataDir)).toEqual([])
  })

  it.each<[string, Answer]>([
    ['for another key', async (request) => sign({ ...request, csr: (await createCsr('other')).csr })],
    [
      'of another authority',
      async ({ csr }) => {
        const other = await createCa({ name: 'impostor', serial: serial(), now: Date.now() })
        return { status: 200, body: { hostId, certificate: await signHost(hostId, { ca: other, csr, serial: serial(), now: Date.now() }), ca: ca.certificate } }
      },
    ],
    [
      'for another host',
      async ({ csr }) => ({
        status: 200,
        body: { hostId: hostId.replace(/1$/, '2'), certificate: await signHost(hostId, { ca, csr, serial: serial(), now: Date.now() }), ca: ca.certificate },
      }),
    ],
  ])('refuses a certificate %s', async (_, reply) => {
    answer = reply
    await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('not for this host') })
    expect(await readdir(dataDir)).toEqual([])
  })

  it('passes on why the manager refused', async () => {
    answer = async () => ({ status: 403, body: { code: 'FORBIDDEN', detail: 'The token has expired.' } })
    await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('The token has expired.') })
  })

  it('refuses to join twice', async () => {
    await attempt()
    await expect(attempt()).rejects.toMatchObject({ code: 'WRONG_STATE', message: expect.stringContaining(hostId) })
  })

  it.each([
    [{ token: 'a.b' }, 'BAD_INPUT'],
    [{ address: 'nowhere' }, 'BAD_INPUT'],
    [{ manager: 'nonsense' }, 'BAD_INPUT'],
    [{ manager: 'http://127.0.0.1:1' }, 'HOST_UNREACHABLE'],
  ])('%j is %s', async (change, code) => {
    await expect(join({ manager: manager(), token: token(), address: 'a:1', dataDir, ...change })).rejects.toMatchObject({ code })
  })
})
