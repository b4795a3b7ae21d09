import { stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import type { DiskLock } from '@/server/domain/host/checks'
import { stringSetting } from '@/server/domain/host/qemu-conf'
import { configFolder, findLibvirtd, readConfig } from './libvirtd'

const answerMs = 2_000

/** Does something accept connections there? */
const answers = (path: string): Promise<boolean> => new Promise(resolve => {
  const socket = connect({ path })
  const end = (yes: boolean): void => {
    socket.destroy()
    resolve(yes)
  }
  socket.setTimeout(answerMs, () => end(false))
  socket.once('connect', () => end(true))
  socket.once('error', () => end(false))
})

/** How disks in use are locked on this host, as its libvirtd is set. Never rejects. */
export async function readDiskLock(libvirtSocket: string): Promise<DiskLock> {
  const libvirtd = await findLibvirtd(libvirtSocket)
  const [qemu, lockd, changedAt, daemon] = await Promise.all([
    readConfig(libvirtd, 'qemu.conf'),
    readConfig(libvirtd, 'qemu-lockd.conf'),
    stat(`${libvirtd.root}${configFolder}/qemu.conf`).then(({ mtimeMs }) => mtimeMs, () => 0),
    answers(join(dirname(libvirtSocket), 'virtlockd-sock')),
  ])
  return {
    manager: stringSetting(qemu, 'lock_manager') ?? 'none',
    leases: stringSetting(lockd, 'file_lockspace_dir'),
    daemon,
    // A process' start is known to the second only.
    pending: libvirtd.startedAt !== null && changedAt > libvirtd.startedAt + 2_000,
  }
}
