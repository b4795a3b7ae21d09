import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseBootMs, parseStartMs } from '@/server/domain/host/proc'

/** The process behind the socket; null when it can't be told. */
async function pidOf(libvirtSocket: string): Promise<number | null> {
  const run = dirname(dirname(libvirtSocket))
  for (const name of ['libvirtd.pid', 'virtqemud.pid']) {
    const pid = Number(await readFile(join(run, name), 'utf8').catch(() => ''))
    if (Number.isInteger(pid) && pid > 0) return pid
  }
  return null
}

export interface Libvirtd {
  /** Before a path: the file as libvirtd sees it, which may have a mount namespace of its own. */
  root: string
  /** Unix ms; null = not known. */
  startedAt: number | null
}

/** The host's libvirtd, as far as /proc tells. */
export async function findLibvirtd(libvirtSocket: string): Promise<Libvirtd> {
  const pid = await pidOf(libvirtSocket)
  if (pid === null) return { root: '', startedAt: null }
  const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null), readFile('/proc/stat', 'utf8')])
  return stat === null ? { root: '', startedAt: null } : { root: `/proc/${pid}/root`, startedAt: parseBootMs(boot) + parseStartMs(stat) }
}

export const configFolder = '/etc/libvirt'

/** A configuration file of libvirt, empty when it is not there. */
export const readConfig = ({ root }: Libvirtd, name: string): Promise<string> => readFile(`${root}${configFolder}/${name}`, 'utf8').catch(() => '')
