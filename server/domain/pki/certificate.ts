import { webcrypto } from 'node:crypto'
import type { Pkcs10CertificateRequest, X509Certificate } from '@peculiar/x509'
import { AppError } from '@/server/domain/error'
import { kindOfHost } from '@/server/domain/host/address'
import { loadX509 } from './load'
import { hostName, libvirtName, managerName, migrationName } from './name'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const
const dayMs = 86_400_000
/** Clocks of a fresh host may be a little behind the manager's. */
const skewMs = 3_600_000

/** Certificate and private key (PKCS #8), both PEM. */
export interface Credentials {
  certificate: string
  key: string
}

export interface Signing {
  ca: Credentials
  csr: string
  /** Random serial number, hex, at most 20 bytes (RFC 5280, 4.1.2.2). */
  serial: string
  /** Unix ms. */
  now: number
  days?: number
}

const keyPem = async (key: webcrypto.CryptoKey): Promise<string> => {
  const body = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return ['-----BEGIN PRIVATE KEY-----', ...(body.match(/.{1,64}/g) ?? []), '-----END PRIVATE KEY-----', ''].join('\n')
}

const importKey = (pem: string) => {
  const body = pem.replace(/-----[A-Z ]+-----|\s/g, '')
  return webcrypto.subtle.importKey('pkcs8', Buffer.from(body, 'base64'), curve, false, ['sign'])
}

const createKeys = () => webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])

/** A new certificate authority: EC P-256, self-signed, allowed to sign leaves only. `now` in Unix ms. */
export const createCa = async ({ name, serial, now, days = 7300 }: { name: string; serial: string; now: number; days?: number }): Promise<Credentials> => {
  const x509 = await loadX509()
  const keys = await createKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: [{ CN: [name] }],
    notBefore: new Date(now - skewMs),
    notAfter: new Date(now + days * dayMs),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) }
}

/** A new key and a signing request for it, both PEM. The signer decides the name; `commonName` is only a remark. */
export const createCsr = async (commonName: string): Promise<{ csr: string; key: string }> => {
  const x509 = await loadX509()
  const keys = await createKeys()
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({ name: [{ CN: [commonName] }], keys, signingAlgorithm: signing })
  return { csr: csr.toString('pem'), key: await keyPem(keys.privateKey) }
}

const parseCsr = async (pem: string): Promise<Pkcs10CertificateRequest> => {
  const x509 = await loadX509()
  let csr: Pkcs10CertificateRequest
  try {
    csr = new x509.Pkcs10CertificateRequest(pem)
  } catch (error) {
    throw new AppError('BAD_INPUT', 'The signing request cannot be read.', { cause: { system: 'x509', message: String(error) } })
  }
  const algorithm = csr.publicKey.algorithm as { name: string; namedCurve?: string }
  if (algorithm.namedCurve !== curve.namedCurve) throw new AppError('BAD_INPUT', 'The signing request must carry an EC P-256 key.')
  if (!(await csr.verify())) throw new AppError('BAD_INPUT', 'The signing request is not signed by its own key.')
  return csr
}

interface Naming {
  commonName: string
  alternatives: { type: 'url' | 'dns' | 'ip'; value: string }[]
  usages: string[]
}

const sign = async ({ ca, csr, serial, now, days = 1825 }: Signing, { commonName, alternatives, usages }: Naming): Promise<string> => {
  const x509 = await loadX509()
  const issuer: X509Certificate = new x509.X509Certificate(ca.certificate)
  const { publicKey } = await parseCsr(csr)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: [{ CN: [commonName] }],
    issuer: issuer.subject,
    notBefore: new Date(now - skewMs),
    notAfter: new Date(Math.min(now + days * dayMs, issuer.notAfter.getTime())),
    signingAlgorithm: signing,
    publicKey,
    signingKey: await importKey(ca.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      // QEMU and libvirt want key encipherment too, whatever the kind of key (qcrypto_tls_creds_check_cert_key_usage).
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | (alternatives.some(({ type }) => type === 'dns') ? x509.KeyUsageFlags.keyEncipherment : 0), true),
      new x509.ExtendedKeyUsageExtension(usages),
      new x509.SubjectAlternativeNameExtension(alternatives),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  })
  return certificate.toString('pem')
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'

/** Certificate (PEM) of a host's agent: a server, named by its host id. Errors: BAD_INPUT for a bad request. */
export const signHost = (hostId: string, request: Signing): Promise<string> => sign(request, {
  commonName: hostId, alternatives: [{ type: 'url', value: hostName(hostId) }], usages: [serverAuth],
})

/** Certificate (PEM) with which the manager calls agents: a client, named by its instance id. Errors: BAD_INPUT for a bad request. */
export const signManager = (instanceId: string, request: Signing): Promise<string> => sign(request, {
  commonName: instanceId, alternatives: [{ type: 'url', value: managerName(instanceId) }], usages: [clientAuth],
})

/**
 * Certificate (PEM) of a host's migration channel: server and client at once, for memory goes both ways over the years. Apart from the
 * agent's, because QEMU reads its key. Errors: BAD_INPUT for a bad request.
 */
export const signMigration = (hostId: string, request: Signing): Promise<string> => sign(request, {
  commonName: migrationName(hostId), alternatives: [{ type: 'dns', value: migrationName(hostId) }], usages: [serverAuth, clientAuth],
})

/**
 * Certificate (PEM) of a host's libvirtd, server and client at once: migrations go from one libvirtd to another. `address` = under which
 * other hosts call it, without a port; they check that name. Errors: BAD_INPUT for a bad request.
 */
export const signLibvirt = (hostId: string, address: string, request: Signing): Promise<string> => sign(request, {
  commonName: libvirtName(hostId),
  alternatives: [{ type: 'dns', value: libvirtName(hostId) }, { type: kindOfHost(address), value: address }],
  usages: [serverAuth, clientAuth],
})
