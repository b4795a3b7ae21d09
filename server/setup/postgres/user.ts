import { readFile } from 'node:fs/promises'
import { run } from '../command'

export interface SystemUser {
  uid: number
  gid: number
}

const preferred = 'postgres'
const own = 'atrium-db'

/**
 * The system user the server runs as, because PostgreSQL refuses root: `postgres` where there is one, else `atrium-db`, which is made.
 * @returns undefined when this process is not root and so runs the server as itself
 */
export async function serverUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const known = (await find(preferred)) ?? (await find(own))
  if (known) return known
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', own], { timeoutMs: 30_000 })
  const made = await find(own)
  if (!made) throw new Error(`useradd did not make the user ${own}`)
  return made
}

async function find(name: string): Promise<SystemUser | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}
