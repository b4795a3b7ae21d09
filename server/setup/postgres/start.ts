import { readFile, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { createCluster, prepareFolders } from './create'
import { ensureDatabase } from './database'
import { databaseName, databaseUser, postgresHome, type PostgresHome } from './layout'
import { clearStaleLocks } from './locks'
import { nativeFolder } from './native'
import { choosePort, writeSettings } from './settings'
import { postgresStatus } from './status'
import { attemptTool, diskFullSentence, diskIsFull, type PostgresTools } from './tools'
import { serverUser, type SystemUser } from './user'
import { SetupProblem } from '../problem'

export interface RunningPostgres {
  /** Connection string of the database `atrium`. */
  url: string
  pid: number
  port: number
  /** True when it ran already: nothing was started. */
  adopted: boolean
  /** Folder with bin/postgres, and the user it runs as: what a supervisor needs to start it again. */
  native: string
  user: SystemUser | undefined
  home: PostgresHome
}

/**
 * Makes PostgreSQL 18 run on the data below `homeFolder`: creates the cluster the first time, adopts a server that already runs
 * (it outlives whoever started it), clears a stale postmaster.pid after a crash. Repeatable.
 * @throws SetupProblem with a sentence for a full disk or a folder the server's user cannot reach
 */
export async function startPostgres(homeFolder: string, { durable = true } = {}): Promise<RunningPostgres> {
  const home = postgresHome(homeFolder)
  const user = await serverUser()
  await prepareFolders(home, user)
  const tools: PostgresTools = { user, native: await nativeFolder(home.home, user) }
  const before = await postgresStatus(home)
  if (before.state === 'empty') await createCluster(home, tools)
  if (before.state !== 'running') await startServer(home, tools, durable)
  const now = await postgresStatus(home)
  if (now.state !== 'running') throw new SetupProblem(`PostgreSQL stopped right after its start; its log is ${home.log}.`)
  const url = await connectionString(home, now.port)
  await ensureDatabase(url)
  return { url, pid: now.pid, port: now.port, adopted: before.state === 'running', native: tools.native, user, home }
}

/** Children of a killed server let go of its memory within moments; until then the next one refuses to start. */
const stillEnding = /pre-existing shared memory block/
const stillEndingMs = 10_000

async function startServer(home: PostgresHome, tools: PostgresTools, durable: boolean): Promise<void> {
  await clearStaleLocks(home)
  await writeSettings(home, tools.user, { port: await choosePort(home), durable })
  const deadline = performance.now() + stillEndingMs
  for (;;) {
    const said = await attemptStart(home, tools)
    if (said === undefined) return
    if (diskIsFull(said)) throw new SetupProblem(diskFullSentence)
    if (!stillEnding.test(said) || performance.now() > deadline) {
      throw new SetupProblem(`PostgreSQL does not start (${lastError(said) ?? said.trim()}); its log is ${home.log}.`)
    }
    await pause(200)
  }
}

/** @returns what it said when it did not start */
async function attemptStart(home: PostgresHome, tools: PostgresTools): Promise<string | undefined> {
  const logBefore = (await stat(home.log)).size
  // --log: the server keeps no pipe of this process, and pg_ctl gives it a session of its own.
  const result = await attemptTool(tools, 'pg_ctl', ['start', '--wait', '--timeout', '60', '--silent', '--pgdata', home.data, '--log', home.log])
  if (result.code === 0) return undefined
  return (await readFile(home.log)).subarray(logBefore).toString() + result.stderr
}

/** Connection string for a role that only the holder of the password file can use. */
export async function connectionString(home: PostgresHome, port: number): Promise<string> {
  const password = (await readFile(home.password, 'utf8')).trim()
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${databaseName}`
}

const lastError = (log: string): string | undefined => log.match(/(?:FATAL|PANIC):\s+(.*)/g)?.at(-1)
