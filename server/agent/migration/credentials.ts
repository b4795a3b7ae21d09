import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/domain/error'
import { createCsr } from '@/server/domain/pki/certificate'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

/** Files of a program that is server and client of TLS at once, by the names that it looks for. */
export interface FileNames {
  ca: string
  certificates: readonly [string, string]
  keys: readonly [string, string]
}

export type Readiness = 'ready' | 'missing' | 'foreign'

/** Renewed this long before it ends. */
const renewMs = 30 * 86_400_000

const sameCertificate = (a: string, b: string): boolean => new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256

/** Is there a certificate in the folder that fits, and is it of our authority? Never rejects. */
export async function readiness(folder: string, names: FileNames, ca: string, fits: (found: X509Certificate) => boolean, now: number): Promise<Readiness> {
  const [known, certificate] = await Promise.all([names.ca, names.certificates[0]].map(name => readFile(join(folder, name), 'utf8').catch(() => null)))
  try {
    if (!known) return 'missing'
    if (!sameCertificate(known, ca)) return 'foreign'
    if (!certificate) return 'missing'
    const found = new X509Certificate(certificate)
    return fits(found) && new Date(found.validTo).getTime() > now + renewMs ? 'ready' : 'missing'
  } catch {
    // What can't be read is somebody else's.
    return 'foreign'
  }
}

/** A signing request; its key waits in `keyFile` for the certificate. */
export async function requestCertificate(keyFile: string, name: string): Promise<{ csr: string }> {
  const { csr, key } = await createCsr(name)
  await writeDurably(keyFile, key)
  return { csr }
}

interface Installing {
  folder: string
  names: FileNames
  /** What the answered request has left. */
  keyFile: string
  certificate: string
  /** PEM that came with the certificate; it must be that of this host's authority. */
  ca: string
  ours: string
  /** Who may read the key. */
  owner: { uid: number; gid: number }
}

/** Errors: BAD_INPUT when the certificate is not for the last request. */
export async function installCredentials({ folder, names, keyFile, certificate, ca, ours, owner }: Installing): Promise<void> {
  const key = await readIfPresent(keyFile)
  if (!key || !new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)) || !sameCertificate(ca, ours)) {
    throw new AppError('BAD_INPUT', 'This certificate is not for the request that this host has made.')
  }
  if (!(await stat(folder).then(() => true, () => false))) await mkdir(folder, { recursive: true, mode: 0o755 })
  for (const name of names.keys) {
    await writeDurably(join(folder, name), key, 0o400)
    await chown(join(folder, name), owner.uid, owner.gid)
  }
  for (const name of names.certificates) await writeDurably(join(folder, name), certificate, 0o644)
  // Last: without it nothing counts.
  await writeDurably(join(folder, names.ca), ca, 0o644)
}
