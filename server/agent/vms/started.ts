import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseBootMs, parseStartMs } from '@/server/domain/host/proc'

/**
 * When QEMU of a running machine was started, in Unix ms: libvirt keeps its pid beside its socket, /proc tells the rest.
 * It survives restarts of agent and libvirtd, unlike anything written down. Null when it cannot be told.
 */
export const startedAt = async (libvirtSocket: string, name: string): Promise<number | null> => {
  try {
    const pid = Number(await readFile(join(dirname(libvirtSocket), 'qemu', `${name}.pid`), 'utf8'))
    if (!Number.isInteger(pid) || pid <= 0) return null
    const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/stat', 'utf8')])
    return parseBootMs(boot) + parseStartMs(stat)
  } catch {
    return null
  }
}
