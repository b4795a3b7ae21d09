import { access, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { processId } from '../process'
import type { PostgresHome } from './layout'

export type PostgresStatus =
  | { state: 'empty' }
  | { state: 'stopped' }
  | { state: 'running'; pid: number; port: number }

/**
 * Whether the server of this data folder runs. Read from postmaster.pid (line 1 pid, line 2 data folder, line 4 port), but a pid alone proves
 * nothing: after a reboot it may belong to another program, so the process must be a postgres that works in this very folder.
 */
export async function postgresStatus(home: PostgresHome): Promise<PostgresStatus> {
  if (!(await exists(join(home.data, 'PG_VERSION')))) return { state: 'empty' }
  const lines = await readFile(join(home.data, 'postmaster.pid'), 'utf8').then(text => text.split('\n'), () => [])
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!pid || !port || !(await servesFolder(pid, home.data))) return { state: 'stopped' }
  return { state: 'running', pid, port }
}

async function servesFolder(pid: number, data: string): Promise<boolean> {
  if (!(await isPostgres(pid))) return false
  // The postmaster makes the data folder its working folder.
  const folder = await realpath(`/proc/${pid}/cwd`).catch(() => undefined)
  return folder === undefined || folder === (await realpath(data))
}

/** True for a living postgres; one that has ended but was not yet collected by its parent (a zombie) lives no more. */
export async function isPostgres(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return name.trim() === 'postgres' && (await processId(pid)) !== undefined
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false)
