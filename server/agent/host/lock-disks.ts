import { join } from 'node:path'
import { AppError } from '@/server/domain/error'
import { stringSetting, withSetting } from '@/server/domain/host/qemu-conf'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'
import { configFolder } from './libvirtd'
import { isSystemd, systemctl } from './systemd'

/**
 * Disks in use are locked by virtlockd from now on: the setting is written, virtlockd is started, libvirtd restarted; machines that run
 * go on, and hold their locks from their next start. Without systemd nobody here can restart libvirtd: `restarted` is false, and its
 * next start counts. Repeatable. Errors: WRONG_STATE when the administrator has chosen another lock manager.
 */
export async function lockDisks(): Promise<{ restarted: boolean }> {
  const path = join(configFolder, 'qemu.conf')
  const text = (await readIfPresent(path)) ?? ''
  const known = stringSetting(text, 'lock_manager')
  if (known !== null && known !== 'lockd') {
    throw new AppError('WRONG_STATE', `${path} names another lock manager: ${known}.`, { hint: 'Every host of a cluster must use the same one. Change it by hand.' })
  }
  if (known === null) await writeDurably(path, withSetting(text, 'lock_manager', 'lockd'), 0o644)
  if (!(await isSystemd())) return { restarted: false }
  await systemctl('enable', '--now', 'virtlockd.socket')
  await systemctl('restart', 'libvirtd.service')
  return { restarted: true }
}
