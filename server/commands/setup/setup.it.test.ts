import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { login } from '../session/login'
import { joinHost } from '../host/join'
import { createCsr } from '@/server/domain/pki/certificate'
import { testDatabase, type TestDatabase } from '@/server/setup/postgres/testing'
import { closeDb, db as openDb, type Db } from '@/server/store/db'
import { setupCommand } from './command'

let database: TestDatabase
let db: Db
let folder: string
const said: string[] = []

beforeAll(async () => {
  database = await testDatabase()
  db = openDb(database.url)
  folder = await mkdtemp(join(tmpdir(), 'atrium-init-'))
  vi.spyOn(console, 'log').mockImplementation(line => void said.push(String(line)))
  await promisify(execFile)('qemu-img', ['create', '-f', 'qcow2', join(folder, 'guest.qcow2'), '65M'])
  await writeFile(join(folder, 'password'), 'first password\n')
})
afterAll(async () => {
  vi.restoreAllMocks()
  await closeDb(database.url)
  await database.dispose()
  await rm(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => setupCommand(args[0] ?? '', args.slice(1), { NODE_ENV: 'test', DATABASE_URL: database.url })
const init = () => run('init', '--admin-password-file', join(folder, 'password'), '--storage', join(folder, 'storage'), '--guest', join(folder, 'guest.qcow2'))
const logIn = (password: string, now = new Date()) => login(db, { username: 'admin', password, address: '', now })

describe('the first set-up', () => {
  it('makes datacenter, cluster, storage, network, templates and the first user; repeated, it changes nothing', async () => {
    expect(await init()).toBe(0)
    const template = await db.template.findUniqueOrThrow({ where: { name: 'Tiny Linux' } })
    expect(template).toMatchObject({ diskSizeMiB: 65, memoryMiB: 128, path: join(folder, 'storage', 'templates', `${template.id}.qcow2`) })
    expect((await stat(template.path ?? '')).mode & 0o777).toBe(0o444)
    const count = async () => [
      await db.instance.count(),
      await db.datacenter.count(),
      await db.cluster.count(),
      await db.storageDomain.count(),
      await db.network.count(),
      await db.template.count(),
      await db.user.count(),
      (await readdir(join(folder, 'storage', 'templates'))).length,
    ]
    expect(await count()).toEqual([1, 1, 1, 1, 1, 2, 1, 1])
    expect(await init()).toBe(0)
    expect(await count()).toEqual([1, 1, 1, 1, 1, 2, 1, 1])
    expect((await logIn('first password')).token).toBeTruthy()
  })

  it('prints a token with which a host joins', async () => {
    expect(await run('host-token', '--name', 'this-machine')).toBe(0)
    const { csr } = await createCsr('x')
    const { hostId } = await joinHost(db, { token: said.at(-1) ?? '', csr, address: '127.0.0.1:7443', now: new Date() })
    expect(await db.host.findUnique({ where: { id: hostId } })).toMatchObject({ name: 'this-machine' })
  })

  it('resets a forgotten password and ends the sessions', async () => {
    const { token } = await logIn('first password')
    expect(token).toBeTruthy()
    await writeFile(join(folder, 'password2'), 'second password')
    expect(await run('reset-password', '--password-file', join(folder, 'password2'))).toBe(0)
    expect(await db.session.count()).toBe(0)
    await expect(logIn('first password')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect((await logIn('second password')).token).toBeTruthy()
  })

  it.each([
    [['init'], '--admin-password-file is missing.'],
    [['host-token', '--name', 'x', '--cluster', 'nosuch'], 'There is no cluster named nosuch.'],
    [['host-token', '--name', 'x y'], 'may hold only letters'],
    [['host-token', '--nmae', 'x'], '--nmae'],
    [['reset-password', '--password-file', '/etc/hostname', '--username', 'nobody'], /too short|no user/],
  ])('%j ends with a sentence', async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence)
  })
})
