import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '@/server/setup/migrate'
import { databaseUrl, ensureDatabase } from '@/server/setup/postgres/database'
import { startPostgres } from '@/server/setup/postgres/start'
import { stopPostgres } from '@/server/setup/postgres/stop'
import { closeDb, db as openDb } from '@/server/store/db'
import { serve } from './serve'

let home: string
let url: string
const start = async (): Promise<string> => databaseUrl((await startPostgres(home, { durable: false })).url, 'atrium')

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'atrium-outage-'))
  // PostgreSQL refuses to run as root; its own user must be able to come in.
  await chmod(home, 0o711)
  url = await start()
  await ensureDatabase(url)
  await migrate(url)
})
afterAll(async () => {
  await closeDb(url)
  await stopPostgres(home)
  await rm(home, { recursive: true, force: true })
})

const ask = async (path: string): Promise<number> =>
  (await serve(new Request(`http://127.0.0.1/api/v1${path}`, { headers: { host: '127.0.0.1', authorization: `Bearer ${'A'.repeat(43)}` } }), openDb(url)))
    .status
const health = async () =>
  (await (await serve(new Request('http://127.0.0.1/api/v1/health', { headers: { host: '127.0.0.1' } }), openDb(url))).json()) as { database: string }

it('the API says that PostgreSQL is down, and is well again by itself when it is back', async () => {
  expect([await ask('/vms'), (await health()).database]).toEqual([401, 'up'])
  await stopPostgres(home)
  expect([await ask('/vms'), (await health()).database]).toEqual([503, 'down'])
  expect(await start()).toBe(url)
  expect([await ask('/vms'), (await health()).database]).toEqual([401, 'up'])
})
