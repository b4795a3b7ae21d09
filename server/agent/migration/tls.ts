import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/domain/error'
import { stringSetting } from '@/server/domain/host/qemu-conf'
import { migrationName } from '@/server/domain/pki/name'
import { findLibvirtd, readConfig } from '@/server/agent/host/libvirtd'
import { installCredentials, readiness, requestCertificate } from './credentials'
import type { FileNames, Readiness } from './credentials'

/** QEMU's own names, in the folder that libvirt hands it (qemu.conf, migrate_tls_x509_cert_dir). */
const names: FileNames = { ca: 'ca-cert.pem', certificates: ['server-cert.pem', 'client-cert.pem'], keys: ['server-key.pem', 'client-key.pem'] }
const standard = '/etc/pki/qemu'

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

/** Is there a certificate for the migration channel, and is it ours? Never rejects. */
export const migrationTls = async ({ hostId, libvirtSocket, ca }: Omit<Host, 'dataDir'>, now: number): Promise<Readiness> =>
  readiness(await credentialsFolder(libvirtSocket), names, ca, found => found.checkHost(migrationName(hostId)) !== undefined, now)

const keyFile = (dataDir: string): string => join(dataDir, 'migration-key.pem')

export const migrationRequest = ({ hostId, dataDir }: Pick<Host, 'hostId' | 'dataDir'>): Promise<{ csr: string }> =>
  requestCertificate(keyFile(dataDir), migrationName(hostId))

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
export async function installCertificate(host: Host, { certificate, ca }: { certificate: string; ca: string }, now: number): Promise<void> {
  const folder = await credentialsFolder(host.libvirtSocket)
  if ((await migrationTls(host, now)) === 'foreign') {
    throw new AppError('WRONG_STATE', `${folder} holds credentials of another authority; they stay.`)
  }
  await installCredentials({ folder, names, keyFile: keyFile(host.dataDir), certificate, ca, ours: host.ca, owner: await qemuOwner(host.libvirtSocket) })
}
