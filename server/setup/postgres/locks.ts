import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostgresHome } from './layout'
import { isPostgres } from './status'

/**
 * Removes postmaster.pid and the socket's lock file when the server they name lives no more. PostgreSQL does so itself when the pid is free, but
 * believes any live one: another program's since a reboot, or that of a killed server which its parent has not yet collected.
 * A living postgres is left its locks: it may be one that is just starting.
 */
export async function clearStaleLocks(home: PostgresHome): Promise<void> {
  const sockets = (await readdir(home.run)).filter(name => /^\.s\.PGSQL\.\d+\.lock$/.test(name)).map(name => join(home.run, name))
  for (const file of [join(home.data, 'postmaster.pid'), ...sockets]) {
    const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
    if (pid && !(await isPostgres(pid))) await rm(file, { force: true })
  }
}
