import { readdir, readFile, readlink } from 'node:fs/promises'

const listening = '0A'

/** Which program listens on a TCP port, from /proc (proc(5)), as "name (pid 12)"; undefined when it cannot be told. */
export async function listenerOn(port: number): Promise<string | undefined> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(table => readFile(table, 'utf8').catch(() => '')))
  const rows = tables.flatMap(table => table.split('\n').map(line => line.trim().split(/\s+/)))
  const inode = rows.find(([, local, , state]) => state === listening && local?.endsWith(`:${wanted}`))?.[9]
  if (!inode) return undefined
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const links = await Promise.all(descriptors.map(fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    if (links.includes(`socket:[${inode}]`)) return `${(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim()} (pid ${pid})`
  }
  return undefined
}
