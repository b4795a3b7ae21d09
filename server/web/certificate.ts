import { randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { hostname, networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Credentials } from '@/server/domain/pki/certificate'
import { loadX509 } from '@/server/domain/pki/load'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const
const dayMs = 86_400_000
/** Browsers refuse server certificates of more than 398 days (CA/Browser Forum, 6.3.2). */
const validDays = 397
const renewDays = 30

const pem = (label: string, der: ArrayBuffer): string =>
  [`-----BEGIN ${label}-----`, ...(Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ''].join('\n')

/** Interfaces that come and go with machines and their networks: nobody opens the pages there. */
const ofMachines = /^(vnet|virbr|veth|tap|docker|br-)/

/** All names by which a browser may call this machine. */
function namesOf(address: string): string[] {
  const interfaces = Object.entries(networkInterfaces()).filter(([name]) => !ofMachines.test(name))
  const addresses = interfaces.flatMap(([, list]) => (list ?? []).map(i => i.address)).filter(a => !/^fe80:/i.test(a))
  return [...new Set([address, hostname(), 'localhost', ...addresses])].filter(n => n !== '0.0.0.0' && n !== '::')
}

/** A server certificate for the pages, signed by the instance's CA. `now` in Unix ms. */
export async function signWebServer(ca: Credentials, names: readonly string[], now: number): Promise<Credentials> {
  const x509 = await loadX509()
  const issuer = new x509.X509Certificate(ca.certificate)
  const caKey = Buffer.from(ca.key.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `0${randomBytes(16).toString('hex').slice(1)}`,
    subject: [{ CN: ['Atrium'] }],
    issuer: issuer.subject,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(Math.min(now + validDays * dayMs, issuer.notAfter.getTime())),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', caKey, curve, false, ['sign']),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new x509.SubjectAlternativeNameExtension(names.map(value => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), key: pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)) }
}

async function kept(folder: string, address: string, now: number): Promise<Credentials | null> {
  try {
    const [certificate, key] = await Promise.all([readFile(join(folder, 'tls.crt'), 'utf8'), readFile(join(folder, 'tls.key'), 'utf8')])
    const leaf = new X509Certificate(certificate)
    const fits = namesOf(address).every(n => (isIP(n) ? leaf.checkIP(n) : leaf.checkHost(n)) !== undefined)
    return fits && Date.parse(leaf.validTo) - now > renewDays * dayMs ? { certificate, key } : null
  } catch {
    return null
  }
}

async function keep(folder: string, name: string, text: string): Promise<void> {
  const unfinished = join(folder, `${name}.${process.pid}`)
  await writeFile(unfinished, text, { mode: 0o600 })
  await rename(unfinished, join(folder, name))
}

/** The pages' certificate when none is given: kept in the data folder, so that a browser that trusts it once goes on to. */
export async function ownCertificate(folder: string, address: string, readCa: () => Promise<Credentials>, now: number): Promise<Credentials> {
  const known = await kept(folder, address, now)
  if (known) return known
  const ca = await readCa()
  const made = await signWebServer(ca, namesOf(address), now)
  const whole = { certificate: `${made.certificate.trim()}\n${ca.certificate}`, key: made.key }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await keep(folder, 'tls.key', whole.key)
  await keep(folder, 'tls.crt', whole.certificate)
  return whole
}
