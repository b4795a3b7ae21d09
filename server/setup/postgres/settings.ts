import { appendFile, chown, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, portIsFree } from '../port'
import type { PostgresHome } from './layout'
import type { PostgresTools } from './tools'

const include = "include 'atrium.conf'"

export interface PostgresSettings {
  port: number
  /** Tests give up durability for speed. */
  durable: boolean
}

/** The port of last time while it is free, so that a restart behind the manager's back keeps its connection string; else a new one. */
export async function choosePort(home: PostgresHome): Promise<number> {
  const last = Number(await readFile(home.port, 'utf8').catch(() => ''))
  const port = last && (await portIsFree(last)) ? last : await freePort()
  await writeFile(home.port, `${port}\n`)
  return port
}

/** Writes the settings into the cluster itself, so that whoever starts it (pg_ctl, the supervisor) starts it alike. */
export async function writeSettings(home: PostgresHome, user: PostgresTools['user'], settings: PostgresSettings): Promise<void> {
  const lines = {
    listen_addresses: "'127.0.0.1'",
    port: String(settings.port),
    unix_socket_directories: `'${home.run.replaceAll("'", "''")}'`,
    max_connections: '100',
    log_line_prefix: "'%m [%p] '",
    ...(settings.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const file = join(home.data, 'atrium.conf')
  await writeFile(file, Object.entries(lines).map(([name, value]) => `${name} = ${value}\n`).join(''))
  if (user) await chown(file, user.uid, user.gid)
  const main = join(home.data, 'postgresql.conf')
  if (!(await readFile(main, 'utf8')).includes(include)) await appendFile(main, `\n${include}\n`)
}
