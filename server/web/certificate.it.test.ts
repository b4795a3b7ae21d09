import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createCa, type Credentials } from '@/server/domain/pki/certificate'
import { ownCertificate } from './certificate'
import { createWebServer } from './server'

const dayMs = 86_400_000
let folder: string
let ca: Credentials
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-tls-'))
  ca = await createCa({ name: 'Test', serial: '01', now: Date.now() })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const make = (now = Date.now(), address = '192.0.2.1') => ownCertificate(join(folder, 'manager'), address, async () => ca, now)

describe("the pages' own certificate", () => {
  it('is trusted through the CA, by each name of the machine', async () => {
    const pages = vi.fn((_, response) => response.end('hello'))
    const server = createWebServer({ changes: async () => {}, console: () => false, pages, pagesUpgrade: null }, await make(), false)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    for (const host of ['127.0.0.1', 'localhost']) {
      const call = request({ host, port, ca: ca.certificate, agent: false }).end()
      const [response] = await once(call, 'response')
      expect(response.headers['strict-transport-security']).toBeTruthy()
      response.resume()
    }
    expect(pages.mock.calls[0]?.[0].headers['x-atrium-scheme']).toBe('https')
    server.closeAllConnections()
    server.close()
  })

  it('is kept, readable for nobody else, and made anew before it runs out or when the address changes', async () => {
    const first = await make()
    expect(await make()).toEqual(first)
    expect((await stat(join(folder, 'manager', 'tls.key'))).mode & 0o777).toBe(0o600)
    expect(new X509Certificate(first.certificate).checkIP('192.0.2.1')).toBe('192.0.2.1')
    const later = await make(Date.now() + 370 * dayMs)
    expect(later).not.toEqual(first)
    expect(await make(Date.now(), '203.0.113.77')).not.toEqual(later)
  })
})
