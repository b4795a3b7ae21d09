import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { launch } from '@/server/agent/launch'
import { programFile } from '@/server/setup/build/programs'
import { run } from '@/server/setup/command'
import { SetupProblem } from '@/server/setup/problem'
import { waitFor } from '@/server/setup/wait'
import { attemptInHost, enterArguments, runInHost } from './host/enter'
import type { LabHost } from './lab'

export const hasJoined = (host: LabHost): boolean => existsSync(join(host.agentDir, 'agent.json'))

/**
 * The host's agent joins the manager with a one-time token. It does so outside of the host, because the manager listens on this
 * machine's loopback; it runs inside.
 */
export async function joinManager(host: LabHost, manager: string, token: string): Promise<void> {
  await rm(host.agentDir, { recursive: true, force: true })
  // What another manager's authority has signed would be left alone as somebody else's.
  for (const folder of ['atrium-tls', 'migration-tls']) await rm(join(host.dir, 'etc', folder), { recursive: true, force: true })
  await run(process.execPath, [programFile('agent'), 'join', '--manager', manager, '--token', token, '--address', host.agentAddress, '--data', host.agentDir], { timeoutMs: 60_000 })
}

const program = (): string => programFile('agent')

// pgrep matches whole command lines; the brackets keep it from matching the command line in which this very pattern stands.
const pattern = (): string => `[/]${program().slice(1)} run`

export const agentRuns = async (host: LabHost): Promise<boolean> => (await attemptInHost(host, ['pgrep', '--full', pattern()])).code === 0

/** Starts the host's agent unless it runs. It outlives this program. */
export async function startAgent(host: LabHost): Promise<void> {
  if (await agentRuns(host)) return
  const log = openSync(join(host.dir, 'agent.log'), 'a')
  const args = await enterArguments(host, [process.execPath, ...launch.nodeFlags, program(), 'run', '--data', host.agentDir, '--libvirt-socket', '/run/libvirt/libvirt-sock'])
  spawn('nsenter', args, { cwd: '/', detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...launch.environment, PATH: `/run/lab:${process.env.PATH}` } }).unref()
  closeSync(log)
  if (!(await waitFor(() => agentRuns(host), 10_000))) throw new SetupProblem(`The agent of host ${host.number} did not start; see ${join(host.dir, 'agent.log')}.`)
}

/** Kills the agent alone; the host's machines go on. */
export async function crashAgent(host: LabHost): Promise<void> {
  await runInHost(host, ['pkill', '--signal', 'KILL', '--full', pattern()])
  await waitFor(async () => !(await agentRuns(host)), 5000)
}
