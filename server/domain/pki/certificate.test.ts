import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { createCa, createCsr, signHost, signManager } from './certificate'
import { peerName } from './name'
import { certificateFingerprint, formatJoinToken, parseJoinToken } from './token'

const now = Date.now()
const hostId = '3b0e9a52-5b0e-4a29-8b63-000000000001'
const instanceId = '3b0e9a52-5b0e-4a29-8b63-000000000002'
const authority = () => createCa({ name: 'Atrium test CA', serial: '01', now })

const host = async (ca: Awaited<ReturnType<typeof authority>>) => {
  const { csr, key } = await createCsr('host')
  return { key, cert: await signHost(hostId, { ca, csr, serial: '02', now }) }
}
const manager = async (ca: Awaited<ReturnType<typeof authority>>) => {
  const { csr, key } = await createCsr('manager')
  return { key, cert: await signManager(instanceId, { ca, csr, serial: '03', now }) }
}

/** Connects both over TLS 1.3 and returns what each learned about the other, or the server's refusal. */
const handshake = async (server: { key: string; cert: string; ca: string }, client: { key: string; cert: string; ca: string }) => {
  // A real server rejects; this one lets the refused client in, because only then does Node tell why it would be refused.
  const listening = createServer({ ...server, requestCert: true, rejectUnauthorized: false }).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const accepted = once(listening, 'secureConnection').then(([arg]) => {
    const socket = arg as TLSSocket
    return socket.authorized ? peerName(socket.getPeerCertificate()) : String(socket.authorizationError)
  })
  const socket = connect({ ...client, port: (listening.address() as AddressInfo).port, checkServerIdentity: () => undefined })
  const failed = new Promise<null>((resolve) => socket.on('error', () => resolve(null)))
  const seen = await Promise.race([once(socket, 'secureConnect').then(() => peerName(socket.getPeerCertificate())), failed])
  const result = { server: await accepted, client: seen }
  socket.destroy()
  listening.close()
  return result
}

describe('certificates', () => {
  it('let manager and host recognise each other by name', async () => {
    const ca = await authority()
    const result = await handshake({ ...(await host(ca)), ca: ca.certificate }, { ...(await manager(ca)), ca: ca.certificate })
    expect(result).toEqual({ server: { kind: 'manager', id: instanceId }, client: { kind: 'host', id: hostId } })
  })

  it('do not let a host speak as a client', async () => {
    const ca = await authority()
    const both = { ...(await host(ca)), ca: ca.certificate }
    expect((await handshake(both, both)).server).toBe('INVALID_PURPOSE')
  })

  it('of another authority are refused', async () => {
    const ca = await authority()
    const other = await authority()
    const client = { ...(await manager(other)), ca: ca.certificate }
    expect((await handshake({ ...(await host(ca)), ca: ca.certificate }, client)).server).toMatch(/UNABLE_TO|SIGNATURE/)
  })

  it('are not signed for a damaged or forged request', async () => {
    const ca = await authority()
    await expect(signHost(hostId, { ca, csr: 'nonsense', serial: '04', now })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    const { csr } = await createCsr('host')
    const der = Buffer.from(csr.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')
    der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----`
    await expect(signHost(hostId, { ca, csr: forged, serial: '04', now })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('never outlive their authority', async () => {
    const ca = await createCa({ name: 'short', serial: '01', now, days: 2 })
    const { cert } = await host(ca)
    expect(new Date(new X509Certificate(cert).validTo).getTime()).toBeLessThanOrEqual(now + 2 * 86_400_000)
  })
})

describe('peerName', () => {
  it('wants exactly one Atrium name', () => {
    expect(peerName({})).toBeNull()
    expect(peerName({ subjectaltname: 'DNS:example.org' })).toBeNull()
    expect(peerName({ subjectaltname: `URI:urn:atrium:host:${hostId}, URI:urn:atrium:manager:${instanceId}` })).toBeNull()
    expect(peerName({ subjectaltname: `URI:"urn:atrium:host:${hostId}, URI:urn:atrium:manager:${instanceId}"` })).toBeNull()
    expect(peerName({ subjectaltname: `DNS:h1, URI:urn:atrium:host:${hostId}` })).toEqual({ kind: 'host', id: hostId })
  })
})

describe('join token', () => {
  it('carries the fingerprint of the CA there and back', async () => {
    const { certificate } = await authority()
    const token = { tokenId: 't1', secret: 's3cret', fingerprint: certificateFingerprint(certificate) }
    expect(parseJoinToken(formatJoinToken(token))).toEqual(token)
    expect(Buffer.from(token.fingerprint, 'base64url').toString('hex')).toBe(new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase())
  })

  it.each(['', 'a.b', 'a.b.c', 'a.b.c.d'])('refuses %j', (text) => {
    expect(() => parseJoinToken(text)).toThrow(/not a join token/)
  })
})
