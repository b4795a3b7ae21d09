import { spawn } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { programFile } from '../build/programs'
import { tailOf } from '../log-tail'
import { SetupProblem } from '../problem'
import { isAlive } from '../process'
import { waitFor } from '../wait'
import { endProcess } from './end'
import { readRunning, readServices, supervisorName, writeServices, type RunningService, type Service } from './service'

const startTimeoutMs = 20_000
/** Stopping three services one after the other, each with its own grace. */
const stopTimeoutMs = 60_000

export interface SupervisorPlace {
  /** Where pid files and the list of services are. */
  runFolder: string
  log: string
  version: string
  /** A program to run the supervisor under, with its arguments: one that collects ended grandchildren. */
  reaper?: string[]
}

/** Makes these services, and no others, be kept running. Repeatable. */
export async function supervise(place: SupervisorPlace, services: readonly Service[]): Promise<void> {
  await mkdir(place.runFolder, { recursive: true, mode: 0o700 })
  await writeServices(place.runFolder, services)
  const running = await liveSupervisor(place.runFolder)
  if (running?.version === place.version) {
    process.kill(running.pid, 'SIGHUP')
    return
  }
  // A supervisor of an older build is killed hard, so that it leaves its services to the new one.
  if (running) await endProcess(running, 5_000, 'SIGKILL')
  await start(place)
}

async function start(place: SupervisorPlace): Promise<void> {
  await mkdir(dirname(place.log), { recursive: true })
  const log = await open(place.log, 'a')
  try {
    const [command = '', ...args] = [...(place.reaper ?? []), process.execPath, '--max-semi-space-size=1', programFile('supervise'), place.runFolder, place.version]
    const child = spawn(command, args, { cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] })
    child.on('error', () => {})
    child.unref()
  } finally {
    await log.close()
  }
  if (await waitFor(() => liveSupervisor(place.runFolder), startTimeoutMs, 20)) return
  throw new SetupProblem(`The supervisor does not start. The end of ${place.log}:\n${await tailOf(place.log)}`)
}

/**
 * Ends the supervisor and all it keeps; and services that a killed supervisor left behind. Repeatable.
 * @returns names of what was ended
 */
export async function endSupervised(runFolder: string): Promise<string[]> {
  const services = await readServices(runFolder)
  const alive: { service: Service; id: RunningService }[] = []
  for (const service of services) {
    const id = await readRunning(runFolder, service.name)
    if (id && (await isAlive(id))) alive.push({ service, id })
  }
  const supervisor = await liveSupervisor(runFolder)
  if (supervisor) await endProcess(supervisor, stopTimeoutMs)
  for (const { service, id } of alive.toReversed()) await endProcess(id, 15_000, service.stopSignal)
  return [...alive.map(({ service }) => service.name), ...(supervisor ? [supervisorName] : [])]
}

/** Waits until the service runs in this version. @returns false when it does not in time */
export async function waitForService(runFolder: string, service: Service, timeoutMs: number): Promise<boolean> {
  const runs = async (): Promise<boolean> => {
    const running = await readRunning(runFolder, service.name)
    return running?.version === service.version && (await isAlive(running))
  }
  return (await waitFor(runs, timeoutMs)) ?? false
}

/** The supervisor that keeps the services of this folder, if there is one. */
export async function liveSupervisor(runFolder: string): Promise<RunningService | undefined> {
  const running = await readRunning(runFolder, supervisorName)
  return running && (await isAlive(running)) ? running : undefined
}
