import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessId } from '../process'

/** A program that shall always run. */
export interface Service {
  name: string
  command: string
  args: string[]
  env: Record<string, string>
  cwd: string
  uid?: number
  gid?: number
  /** Its standard output and error. */
  log: string
  /** Names what it was built from: a running one of another version is restarted. */
  version: string
  /** How it is asked to end; SIGTERM when left out. */
  stopSignal?: NodeJS.Signals
}

/** What is noted of a running service, so that whoever looks later knows it again. */
export interface RunningService extends ProcessId {
  version: string
}

/** Under this name the supervisor notes itself. */
export const supervisorName = 'supervisor'

const servicesFile = (runFolder: string): string => join(runFolder, 'services.json')
const stateFile = (runFolder: string, name: string): string => join(runFolder, `${name}.pid.json`)

/** The services that are wanted, in the order of starting. */
export async function readServices(runFolder: string): Promise<Service[]> {
  return JSON.parse(await readFile(servicesFile(runFolder), 'utf8').catch(() => '[]')) as Service[]
}

/** Readable by root alone: the environment holds the database's password. */
export async function writeServices(runFolder: string, services: readonly Service[]): Promise<void> {
  await replaceFile(servicesFile(runFolder), services)
}

export async function readRunning(runFolder: string, name: string): Promise<RunningService | undefined> {
  const text = await readFile(stateFile(runFolder, name), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as RunningService)
}

export async function writeRunning(runFolder: string, name: string, running: RunningService): Promise<void> {
  await replaceFile(stateFile(runFolder, name), running)
}

/** Written beside and renamed, so that no reader ever sees half of it. */
async function replaceFile(file: string, value: unknown): Promise<void> {
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, JSON.stringify(value, null, 2), { mode: 0o600 })
  await rename(unfinished, file)
}
