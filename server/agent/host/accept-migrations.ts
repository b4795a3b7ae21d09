import { join } from 'node:path'
import { AppError } from '@/server/domain/error'
import { activeSettings, withSetting } from '@/server/domain/host/qemu-conf'
import { libvirtPeers } from '@/server/domain/pki/name'
import { hasOwnTls, libvirtdConf, libvirtFiles, libvirtPki } from '@/server/agent/migration/libvirt-tls'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'
import { configFolder } from './libvirtd'
import { isSystemd, systemctl } from './systemd'

/** Sockets that systemd keeps for libvirtd: with one of them left, a client would start it again before the new one is there. */
const sockets = ['libvirtd.socket', 'libvirtd-ro.socket', 'libvirtd-admin.socket']
const tlsSocket = 'libvirtd-tls.socket'

/** Errors: WRONG_STATE when libvirtd has certificates of another authority. */
async function configure(): Promise<void> {
  const text = await libvirtdConf()
  if (await hasOwnTls(text)) {
    throw new AppError('WRONG_STATE', 'libvirtd has TLS credentials of another authority; they stay.', { hint: 'See ca_file and tls_allowed_dn_list in /etc/libvirt/libvirtd.conf.' })
  }
  const known = new Set(activeSettings(text).map(({ name }) => name))
  const wanted = [...Object.entries(libvirtFiles).map(([name, file]) => [name, join(libvirtPki, file)] as const), ['tls_allowed_dn_list', [libvirtPeers]] as const]
  const missing = wanted.filter(([name]) => !known.has(name))
  if (missing.length === 0) return
  await writeDurably(join(configFolder, 'libvirtd.conf'), missing.reduce((so, [name, value]) => withSetting(so, name, value), text), 0o644)
}

/** Started by the administrator with --listen, libvirtd opens its ports by itself and takes none of systemd's. */
const listensItself = async (): Promise<boolean> => /^LIBVIRTD_ARGS=.*(--listen|\s-l\b|"-l\b)/m.test((await readIfPresent('/etc/default/libvirtd')) ?? '')

/**
 * libvirtd takes migrations from other hosts of Atrium from now on, over TLS: its certificate is named in libvirtd.conf, its port opened,
 * libvirtd restarted; machines that run go on. Without systemd nobody here can restart it: `restarted` is false. Repeatable. Errors:
 * WRONG_STATE when the administrator has given libvirtd certificates of another authority.
 */
export async function acceptMigrations(): Promise<{ restarted: boolean }> {
  await configure()
  if (!(await isSystemd())) return { restarted: false }
  if (await listensItself()) {
    await systemctl('restart', 'libvirtd.service')
    return { restarted: true }
  }
  await systemctl('enable', tlsSocket)
  // A socket can't be handed to a libvirtd that runs (systemd.socket(5)): it is stopped, and comes back whatever fails in between.
  await systemctl('stop', 'libvirtd.service', ...sockets)
  try {
    await systemctl('start', ...sockets, tlsSocket)
  } finally {
    await systemctl('start', 'libvirtd.service')
  }
  return { restarted: true }
}
