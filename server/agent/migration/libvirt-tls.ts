import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isIP } from 'node:net'
import type { X509Certificate } from 'node:crypto'
import type { LibvirtTls } from '@/server/contract/agent/host'
import { AppError } from '@/server/domain/error'
import { activeSettings, stringSetting } from '@/server/domain/host/qemu-conf'
import { hostOf, isLoopback } from '@/server/domain/host/address'
import { libvirtName } from '@/server/domain/pki/name'
import { configFolder } from '@/server/agent/host/libvirtd'
import { run } from '@/server/agent/facts/run'
import { readIfPresent } from '@/server/agent/state/durable-file'
import { installCredentials, readiness, requestCertificate } from './credentials'
import type { FileNames, Readiness } from './credentials'
import { tryLibvirt } from './try-libvirt'

/** libvirt's own names for a folder that a URI points to by `pkipath`; its server is told the same files by libvirtd.conf. */
const names: FileNames = { ca: 'cacert.pem', certificates: ['servercert.pem', 'clientcert.pem'], keys: ['serverkey.pem', 'clientkey.pem'] }
export const libvirtPki = join(configFolder, 'atrium-tls')

/** What libvirtd.conf says when libvirtd is to use our files. */
export const libvirtFiles = { ca_file: names.ca, cert_file: names.certificates[0], key_file: names.keys[0] } as const

interface Host {
  hostId: string
  /** host:port of the agent. */
  address: string
  /** PEM of this host's authority. */
  ca: string
}

/** Where libvirt looks when libvirtd.conf names no files. */
const standard = ['/etc/pki/CA/cacert.pem', '/etc/pki/libvirt/servercert.pem'] as const

/** The administrator has given libvirtd certificates, or a list of those whom it lets in. */
export async function hasOwnTls(conf: string): Promise<boolean> {
  const named = stringSetting(conf, 'ca_file')
  if (named !== null) return named !== join(libvirtPki, names.ca)
  if (activeSettings(conf).some(({ name }) => name === 'tls_allowed_dn_list')) return true
  return (await Promise.all(standard.map(path => stat(path).then(() => true, () => false)))).every(Boolean)
}

export const libvirtdConf = async (): Promise<string> => (await readIfPresent(join(configFolder, 'libvirtd.conf'))) ?? ''

const isFor = (hostId: string, host: string) => (found: X509Certificate): boolean =>
  found.checkHost(libvirtName(hostId)) !== undefined && (isIP(host) ? found.checkIP(host) : found.checkHost(host)) !== undefined

async function certificateOf({ hostId, address, ca }: Host, now: number): Promise<Readiness> {
  if (await hasOwnTls(await libvirtdConf())) return 'foreign'
  return readiness(libvirtPki, names, ca, isFor(hostId, hostOf(address)), now)
}

/** How this host's libvirtd takes migrations over TLS; null where no other host could reach it. Never rejects. */
export async function libvirtTls(host: Host, now: number): Promise<LibvirtTls | null> {
  const address = hostOf(host.address)
  if (isLoopback(address)) return null
  const certificate = await certificateOf(host, now)
  return { certificate, accepts: certificate === 'ready' && (await tryLibvirt(address, libvirtPki)).tls === 'ok' }
}

const keyFile = (dataDir: string): string => join(dataDir, 'libvirt-key.pem')

export const libvirtRequest = ({ hostId, dataDir }: { hostId: string; dataDir: string }): Promise<{ csr: string }> =>
  requestCertificate(keyFile(dataDir), libvirtName(hostId))

/** Errors: BAD_INPUT, WRONG_STATE. */
export async function installLibvirtCertificate(host: Host & { dataDir: string }, { certificate, ca }: { certificate: string; ca: string }, now: number): Promise<void> {
  if ((await certificateOf(host, now)) === 'foreign') {
    throw new AppError('WRONG_STATE', 'libvirtd has TLS credentials of another authority; they stay.')
  }
  await installCredentials({ folder: libvirtPki, names, keyFile: keyFile(host.dataDir), certificate, ca, ours: host.ca, owner: { uid: 0, gid: 0 } })
  // A libvirtd that listens already takes the new one without a restart; any other has nothing to renew.
  await run('virt-admin', ['--connect', 'libvirtd:///system', 'server-update-tls', 'libvirtd'])
}
