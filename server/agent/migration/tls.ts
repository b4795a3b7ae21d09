import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/domain/error'
import { stringSetting } from '@/server/domain/host/qemu-conf'
import { createCsr } from '@/server/domain/pki/certificate'
import { migrationName } from '@/server/domain/pki/name'
import { findLibvirtd, readConfig } from '@/server/agent/host/libvirtd'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

/** QEMU's own names, in the folder that libvirt hands it (qemu.conf, migrate_tls_x509_cert_dir). */
const names = { ca: 'ca-cert.pem', certificates: ['server-cert.pem', 'client-cert.pem'], keys: ['server-key.pem', 'client-key.pem'] } as const
const standard = '/etc/pki/qemu'
/** Renewed this long before it ends. */
const renewMs = 30 * 86_400_000

interface Host {
  hostId: string
  dataDir: string
  libvirtSocket: string
  /** PEM of this host's authority. */
  ca: string
}

async function credentialsFolder(libvirtSocket: string): Promise<string> {
  const conf = await readConfig(await findLibvirtd(libvirtSocket), 'qemu.conf')
  return stringSetting(conf, 'migrate_tls_x509_cert_dir') ?? stringSetting(conf, 'default_tls_x509_cert_dir') ?? standard
}

const sameCertificate = (a: string, b: string): boolean => new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256

/** Is there a certificate for the migration channel, and is it ours? Never rejects. */
export async function migrationTls({ hostId, libvirtSocket, ca }: Host, now: number): Promise<'ready' | 'missing' | 'foreign'> {
  const folder = await credentialsFolder(libvirtSocket)
  const [known, certificate] = await Promise.all([names.ca, names.certificates[0]].map(name => readFile(join(folder, name), 'utf8').catch(() => null)))
  try {
    if (!known) return 'missing'
    if (!sameCertificate(known, ca)) return 'foreign'
    if (!certificate) return 'missing'
    const found = new X509Certificate(certificate)
    return found.checkHost(migrationName(hostId)) && new Date(found.validTo).getTime() > now + renewMs ? 'ready' : 'missing'
  } catch {
    // What can't be read is somebody else's.
    return 'foreign'
  }
}

const keyFile = (dataDir: string): string => join(dataDir, 'migration-key.pem')

export async function migrationRequest({ hostId, dataDir }: Pick<Host, 'hostId' | 'dataDir'>): Promise<{ csr: string }> {
  const { csr, key } = await createCsr(migrationName(hostId))
  await writeDurably(keyFile(dataDir), key)
  return { csr }
}

/** Whom QEMU runs as: its key must be readable to that user, and to nobody else. */
async function qemuOwner(libvirtSocket: string): Promise<{ uid: number; gid: number }> {
  const conf = await readConfig(await findLibvirtd(libvirtSocket), 'qemu.conf')
  const passwd = await readFile('/etc/passwd', 'utf8')
  const wanted = stringSetting(conf, 'user')
  for (const user of wanted ? [wanted.replace(/^\+/, '')] : ['libvirt-qemu', 'qemu']) {
    const row = passwd.split('\n').map(line => line.split(':')).find(([name, , uid]) => name === user || uid === user)
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) }
  }
  return { uid: 0, gid: 0 }
}

/** Errors: BAD_INPUT, WRONG_STATE. */
export async function installCertificate(host: Host, { certificate, ca }: { certificate: string; ca: string }, now: number): Promise<Record<string, never>> {
  const key = await readIfPresent(keyFile(host.dataDir))
  if (!key || !new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)) || !sameCertificate(ca, host.ca)) {
    throw new AppError('BAD_INPUT', 'This certificate is not for the request that this host has made.')
  }
  if ((await migrationTls(host, now)) === 'foreign') {
    throw new AppError('WRONG_STATE', `${await credentialsFolder(host.libvirtSocket)} holds credentials of another authority; they stay.`)
  }
  const folder = await credentialsFolder(host.libvirtSocket)
  const { uid, gid } = await qemuOwner(host.libvirtSocket)
  if (!(await stat(folder).then(() => true, () => false))) await mkdir(folder, { recursive: true, mode: 0o755 })
  const put = async (name: string, text: string, mode: number): Promise<void> => {
    await writeDurably(join(folder, name), text, mode)
    if (mode === 0o400) await chown(join(folder, name), uid, gid)
  }
  for (const name of names.keys) await put(name, key, 0o400)
  for (const name of names.certificates) await put(name, certificate, 0o644)
  // Last: without it nothing counts.
  await put(names.ca, ca, 0o644)
  return {}
}
