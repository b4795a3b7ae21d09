import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../command'
import { projectRoot } from '../root'
import { withConnection } from './database'
import { postgresHome } from './layout'
import { startPostgres } from './start'
import { postgresStatus } from './status'
import { stopPostgres } from './stop'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-postgres-'))
  await chmod(folder, 0o711)
})
afterEach(async () => {
  await stopPostgres(folder)
  await rm(folder, { recursive: true, force: true })
})

const start = (): ReturnType<typeof startPostgres> => startPostgres(folder, { durable: false })
const versionOf = (url: string): Promise<string> =>
  withConnection(url, async client => (await client.query<{ v: string }>("select current_setting('server_version_num') as v")).rows[0]?.v ?? '')

test('creates, starts, stops; a second start adopts, a second stop does nothing', async () => {
  const first = await start()
  expect(first.adopted).toBe(false)
  expect(await versionOf(first.url)).toMatch(/^18/)
  const again = await start()
  expect(again).toMatchObject({ adopted: true, pid: first.pid, url: first.url })
  expect(await stopPostgres(folder)).toBe(true)
  expect(await postgresStatus(postgresHome(folder))).toEqual({ state: 'stopped' })
  expect(await stopPostgres(folder)).toBe(false)
})

test('does not run as root', async () => {
  const { pid } = await start()
  const uids = /^Uid:\s+(.*)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]?.split('\t')
  expect(uids?.every(uid => uid !== '0')).toBe(true)
})

test('outlives the process that started it, which is killed, and is adopted', async () => {
  const program = `import { startPostgres } from './server/setup/postgres/start.ts'
    const { pid } = await startPostgres(${JSON.stringify(folder)}, { durable: false }); console.log(pid); setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(parent.stdout, 'data')) as [Buffer]
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  const adopted = await start()
  expect(adopted).toMatchObject({ adopted: true, pid: Number(said.toString()) })
})

test('starts after a crash whose pid file names another living program', async () => {
  const before = await start()
  await withConnection(before.url, client => client.query('create table kept (id int)'))
  const pidFile = await readFile(join(postgresHome(folder).data, 'postmaster.pid'), 'utf8')
  await stopPostgres(folder)
  await writeFile(join(postgresHome(folder).data, 'postmaster.pid'), pidFile.replace(String(before.pid), String(process.pid)), { mode: 0o600 })
  const after = await start()
  expect(after.adopted).toBe(false)
  await withConnection(after.url, client => client.query('select * from kept'))
})

test('starts again right after it was killed in the middle of work, and has lost nothing', async () => {
  const before = await start()
  await withConnection(before.url, async client => {
    await client.query('create table kept (id int)')
    await client.query('checkpoint')
    await client.query('begin')
    await client.query('insert into kept values (1)')
    process.kill(before.pid, 'SIGKILL')
  }).catch(() => {})
  const after = await start()
  expect(after).toMatchObject({ adopted: false, port: before.port })
  expect(await withConnection(after.url, async client => (await client.query('select * from kept')).rowCount)).toBe(0)
})

test('a full disk is told in one sentence', async () => {
  await run('mount', ['-t', 'tmpfs', '-o', 'size=30m,mode=711', 'none', folder], { timeoutMs: 10_000 })
  try {
    await expect(start()).rejects.toThrow(/disk that holds the database is full/)
  } finally {
    await run('umount', [folder], { timeoutMs: 10_000 })
  }
})

test('takes another port when its own is in use by something else', async () => {
  const { port } = await start()
  await stopPostgres(folder)
  const other = createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  try {
    const moved = await start()
    expect(moved.port).not.toBe(port)
    expect(await versionOf(moved.url)).toMatch(/^18/)
  } finally {
    other.close()
  }
})

test('a server that cannot start is told in one sentence with its own reason', async () => {
  await start()
  await stopPostgres(folder)
  await appendFile(join(postgresHome(folder).data, 'postgresql.conf'), '\nshared_buffers = nonsense\n')
  await expect(start()).rejects.toThrow(/PostgreSQL does not start \(.*configuration file.*\); its log is/)
})
