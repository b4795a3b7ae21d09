import { randomBytes } from 'node:crypto'
import { appendFile, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseUser, type PostgresHome } from './layout'
import { runTool, type PostgresTools } from './tools'
import type { SystemUser } from './user'

/** The folders around the cluster, with the owner the server needs. Repeatable. */
export async function prepareFolders(home: PostgresHome, user: SystemUser | undefined): Promise<void> {
  await mkdir(home.home, { recursive: true, mode: 0o711 })
  await ownFolder(home.run, user)
  await appendFile(home.log, '')
  if (user) await chown(home.log, user.uid, user.gid)
}

/**
 * Makes the database cluster: UTF-8 with C order, scram passwords for every connection. It is made beside its place and then renamed,
 * so a crash on the way never leaves a half-made cluster that looks like a database.
 */
export async function createCluster(home: PostgresHome, tools: PostgresTools): Promise<void> {
  const unfinished = `${home.data}.new`
  await rm(unfinished, { recursive: true, force: true })
  await ownFolder(unfinished, tools.user)
  const handed = join(home.run, 'first-password')
  await writeFile(handed, await keptPassword(home), { mode: 0o600 })
  if (tools.user) await chown(handed, tools.user.uid, tools.user.gid)
  try {
    await runTool(tools, 'initdb', [
      '--pgdata', unfinished, '--username', databaseUser, '--pwfile', handed, '--auth', 'scram-sha-256', '--encoding', 'UTF8',
      '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C.UTF-8',
    ])
    await rename(unfinished, home.data)
  } finally {
    await rm(handed, { force: true })
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function ownFolder(folder: string, user: SystemUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (user) await chown(folder, user.uid, user.gid)
}

async function keptPassword(home: PostgresHome): Promise<string> {
  const kept = await readFile(home.password, 'utf8').catch(() => '')
  if (kept) return kept
  const made = randomBytes(24).toString('hex')
  await writeFile(home.password, made, { mode: 0o600 })
  return made
}
