import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { launch } from '@/server/agent/launch'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { ensurePrograms } from '@/server/setup/build'
import { programFile } from '@/server/setup/build/programs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const startMs = 60_000

export interface AgentProcess {
  port: number
  /** Process id inside the namespaces of the test host. */
  pid: number
  log: Record<string, unknown>[]
  /** Resolves when it has ended. */
  ended: Promise<void>
}

let programs: Promise<unknown> | undefined
/** The one file that a host gets, built if need be: it starts several times faster than the sources through a loader. */
const agentProgram = async (): Promise<string> => {
  await (programs ??= ensurePrograms())
  return programFile('agent')
}

/** Port on the loopback of the machine, open already; the agent gets it as file 3, as from a service manager. */
const openPort = async (): Promise<{ fd: number; port: number; close: () => void }> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { _handle: handle } = server as unknown as { _handle: { fd: number } }
  return { fd: handle.fd, port: (server.address() as AddressInfo).port, close: () => server.close() }
}

/**
 * Runs the agent's main program, with `args` added to its command line, inside the namespaces of a private libvirt. It lives in their network, but listens on the
 * machine's loopback. Resolves when it says that it is ready. Error: what it said instead.
 */
export const startAgentProcess = async (daemon: Daemon, dataDir: string, args: readonly string[] = []): Promise<AgentProcess> => {
  const program = await agentProgram()
  const { fd, port, close } = await openPort()
  const [, init = ''] = /^\/proc\/(\d+)\/root$/.exec(daemon.root) ?? []
  const enter = ['--target', init, '--mount', '--pid', '--net', '--uts', '--ipc', `--wd=${root}`, '--']
  const node = [process.execPath, ...launch.nodeFlags, program, 'run', '--data', dataDir, '--emulate', ...args]
  const child = spawn('nsenter', [...enter, ...node], { cwd: root, stdio: ['ignore', 'pipe', 'pipe', fd], env: { ...process.env, ...launch.environment, LISTEN_FDS: '1' } })
  close()
  const log: Record<string, unknown>[] = []
  let stderr = ''
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const pid = await new Promise<number>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the agent did not start (${why}): ${stderr}${JSON.stringify(log.slice(-5))}`))
    const timer = setTimeout(() => fail('time-out'), startMs)
    child.once('close', (code) => fail(`ended with ${code}`))
    if (!child.stdout) return fail('no output')
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>
      log.push(entry)
      if (entry['msg'] !== 'agent is ready') return
      clearTimeout(timer)
      resolve(Number(entry['pid']))
    })
  })
  return { port, pid, log, ended }
}
