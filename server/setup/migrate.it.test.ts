import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from './migrate'
import { databaseUrl, ensureDatabase, withConnection } from './postgres/database'
import { testDatabase, type TestDatabase } from './postgres/testing'

let server: TestDatabase
let url: string
let folder: string
let count = 0

beforeAll(async () => { server = await testDatabase() })
afterAll(() => server.dispose())

beforeEach(async () => {
  const own = `${new URL(server.url).pathname.slice(1)}_${++count}`
  url = databaseUrl(server.url, own)
  await ensureDatabase(url)
  folder = await mkdtemp(join(tmpdir(), 'atrium-migrations-'))
  return async () => {
    await rm(folder, { recursive: true })
    await withConnection(server.url, client => client.query(`drop database ${client.escapeIdentifier(own)} with (force)`))
  }
})

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

const tables = (): Promise<string[]> => withConnection(url, async client => {
  const found = await client.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' order by 1")
  return found.rows.map(row => row.name).filter(name => !name.startsWith('_'))
})

test('applies what is new, once, in order', async () => {
  await write('20260101000000_first', 'create table "one" (id int); create table "two" (id int);')
  expect(await migrate(url, folder)).toEqual(['20260101000000_first'])
  await write('20260102000000_second', 'alter table "two" rename to "three";')
  expect(await migrate(url, folder)).toEqual(['20260102000000_second'])
  expect(await migrate(url, folder)).toEqual([])
  expect(await tables()).toEqual(['one', 'three'])
})

test('several programs that start at once apply each migration once', async () => {
  await write('20260101000000_first', 'create table "one" (id int);')
  const all = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)))
  expect(all.flat()).toEqual(['20260101000000_first'])
})

test('a migration that fails leaves the database as it was', async () => {
  await write('20260101000000_first', 'create table "one" (id int);')
  await write('20260102000000_second', 'create table "two" (id int); select nonsense;')
  await expect(migrate(url, folder)).rejects.toThrow(/nonsense/)
  expect(await tables()).toEqual([])
})

test('an edited migration is refused', async () => {
  await write('20260101000000_first', 'create table "one" (id int);')
  await migrate(url, folder)
  await write('20260101000000_first', 'create table "other" (id int);')
  await expect(migrate(url, folder)).rejects.toThrow(/was edited/)
})

test('a database of a newer program is refused', async () => {
  await write('20260101000000_first', 'create table "one" (id int);')
  await write('20260102000000_second', 'create table "two" (id int);')
  await migrate(url, folder)
  await rm(join(folder, '20260102000000_second'), { recursive: true })
  await expect(migrate(url, folder)).rejects.toThrow(/newer Atrium/)
})
