import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLock } from '../lock'
import { migrate, migrationsFolder } from '../migrate'
import { readMigrations } from '../migrations/read'
import { isAlive, processId } from '../process'
import { projectRoot } from '../root'
import { databaseUrl, ensureDatabase, withConnection } from './database'
import { startPostgres } from './start'
import { stopPostgres } from './stop'

export interface TestDatabase {
  /** Connection string of a fresh database with this program's schema. */
  url: string
  /** Drops the database; the last one to go stops the server. */
  dispose(): Promise<void>
}

/** One server per checkout, shared by all test files and kept on disk, because creating a cluster takes most of a second. */
const home = join(tmpdir(), `atrium-test-postgres-${createHash('sha256').update(projectRoot).digest('hex').slice(0, 12)}`)
const lock = `${home}.lock`
const users = join(home, 'users')
const lockWaitMs = 120_000

/**
 * A fresh, migrated database for one test file, copied from a template in about 50 ms.
 * The server is started by the first user and stopped by the last; users that were killed do not count.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const url = await withLock(lock, lockWaitMs, async () => {
    const server = await startPostgres(home, { durable: false })
    if ((await liveUsers()) === 0) await dropLeftovers(server.url)
    await register(name)
    const template = await migratedTemplate(server.url)
    await withConnection(databaseUrl(server.url, 'postgres'), async client => {
      await client.query(`create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`)
    })
    return databaseUrl(server.url, name)
  })
  const dispose = (): Promise<void> => withLock(lock, lockWaitMs, async () => {
    await withConnection(databaseUrl(url, 'postgres'), client => client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`))
    await rm(join(users, name), { force: true })
    if ((await liveUsers()) === 0) await stopPostgres(home)
  })
  return { url, dispose }
}

/** One template per set of migrations; the name tells whether it is up to date. */
async function migratedTemplate(url: string): Promise<string> {
  const migrations = await readMigrations(migrationsFolder).catch(() => [])
  const name = `template_${createHash('sha256').update(migrations.map(one => one.checksum).join()).digest('hex').slice(0, 12)}`
  await ensureDatabase(databaseUrl(url, name))
  if (migrations.length) await migrate(databaseUrl(url, name))
  return name
}

/** Databases of users that were killed, and templates of other migrations. */
async function dropLeftovers(url: string): Promise<void> {
  await withConnection(databaseUrl(url, 'postgres'), async client => {
    const found = await client.query<{ datname: string }>("select datname from pg_database where datname ~ '^(test|template)_'")
    for (const { datname } of found.rows) await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`)
  })
}

async function register(name: string): Promise<void> {
  await writeFile(join(users, name), JSON.stringify(await processId(process.pid)))
}

async function liveUsers(): Promise<number> {
  await mkdir(users, { recursive: true })
  const alive = await Promise.all((await readdir(users)).map(async name => {
    const id = JSON.parse(await readFile(join(users, name), 'utf8')) as { pid: number; startTime: string }
    const lives = await isAlive(id)
    if (!lives) await rm(join(users, name), { force: true })
    return lives
  }))
  return alive.filter(Boolean).length
}
