import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildPrograms } from '../build/programs'
import { isAlive } from '../process'
import { waitFor } from '../wait'
import { endSupervised, supervise, waitForService } from './control'
import { endProcess } from './end'
import { readRunning, type RunningService, type Service } from './service'

const timeoutMs = 20_000
let folder: string

beforeAll(async () => { await buildPrograms(['supervise']) })
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'atrium-supervise-')) })
afterEach(async () => {
  await endSupervised(folder)
  await rm(folder, { recursive: true })
})

const place = (version = '1'): Parameters<typeof supervise>[0] => ({ runFolder: folder, log: join(folder, 'supervisor.log'), version })
const service = (name: string, change: Partial<Service> = {}): Service => ({
  name, command: process.execPath, args: ['--eval', 'console.log("hello"); setInterval(() => {}, 1000)'],
  env: { NAME: name }, cwd: '/', log: join(folder, `${name}.log`), version: '1', ...change,
})

async function pidOf(wanted: Service): Promise<RunningService> {
  expect(await waitForService(folder, wanted, timeoutMs)).toBe(true)
  const running = await readRunning(folder, wanted.name)
  if (!running) throw new Error('not running')
  return running
}

/** The next process of that name, once it is another than `before`. */
const successor = (wanted: Service, before: RunningService): Promise<RunningService | undefined> => waitFor(async () => {
  const now = await readRunning(folder, wanted.name)
  return now && now.pid !== before.pid && (await isAlive(now)) && now
}, timeoutMs)

test('a killed service comes back by itself', async () => {
  const one = service('one')
  await supervise(place(), [one])
  const before = await pidOf(one)
  process.kill(before.pid, 'SIGKILL')
  expect(await successor(one, before)).toBeDefined()
  const said = async (): Promise<boolean> => (await readFile(one.log, 'utf8')).includes('hello')
  expect(await waitFor(said, timeoutMs)).toBe(true)
})

test('asked again, it leaves alone what runs, starts what is new, ends what is gone', async () => {
  const [one, two] = [service('one'), service('two')]
  await supervise(place(), [one])
  const first = await pidOf(one)
  await supervise(place(), [one, two])
  const second = await pidOf(two)
  expect(await pidOf(one)).toEqual(first)
  await supervise(place(), [two])
  await waitFor(async () => !(await isAlive(first)), timeoutMs)
  expect([await isAlive(first), await isAlive(second)]).toEqual([false, true])
})

test('a killed supervisor leaves its services running, and the next one adopts and guards them', async () => {
  const one = service('one')
  await supervise(place(), [one])
  const before = await pidOf(one)
  const supervisor = await readRunning(folder, 'supervisor')
  if (!supervisor) throw new Error('no supervisor')
  await endProcess(supervisor, timeoutMs, 'SIGKILL')
  expect(await isAlive(before)).toBe(true)
  await supervise(place(), [one])
  expect(await pidOf(one)).toEqual(before)
  process.kill(before.pid, 'SIGKILL')
  expect(await successor(one, before)).toBeDefined()
})

test('a new version restarts it, under a new supervisor too', async () => {
  await supervise(place('1'), [service('one')])
  const before = await pidOf(service('one'))
  await supervise(place('2'), [service('one', { version: '2' })])
  const after = await pidOf(service('one', { version: '2' }))
  expect(after.pid).not.toBe(before.pid)
  expect(await isAlive(before)).toBe(false)
})

test('ends everything, also what ignores the polite way, and says what it ended', async () => {
  const [one, stubborn] = [service('one'), service('stubborn', { stopSignal: 'SIGCONT' })]
  await supervise(place(), [one, stubborn])
  const pids = [await pidOf(one), await pidOf(stubborn)]
  expect(await endSupervised(folder)).toEqual(['one', 'stubborn', 'supervisor'])
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
  expect(await endSupervised(folder)).toEqual([])
})
