import { attempt, run, type CommandResult } from '@/server/setup/command'
import { SetupProblem } from '@/server/setup/problem'
import type { LabHost } from '../lab'
import { hostInit } from './init'

/** Arguments of nsenter(1) for a command inside the host. @throws SetupProblem when it is off */
export async function enterArguments(host: LabHost, command: readonly string[]): Promise<string[]> {
  const init = await hostInit(host)
  if (!init) throw new SetupProblem(`Host ${host.number} is off.`)
  return ['--target', String(init), '--mount', '--pid', '--uts', '--ipc', '--net', '--', ...command]
}

// nsenter forks into the host, so killing it would leave the command behind: the command has its own end inside the host.
const within = (timeoutMs: number, command: readonly string[]): string[] => ['timeout', '--signal=KILL', String(timeoutMs / 1000), ...command]
const graceMs = 5000

/** Runs a command inside the host. @throws CommandFailed */
export const runInHost = async (host: LabHost, command: readonly string[], timeoutMs = 30_000): Promise<CommandResult> =>
  run('nsenter', await enterArguments(host, within(timeoutMs, command)), { timeoutMs: timeoutMs + graceMs })

/** Like runInHost; the exit code is the answer. */
export const attemptInHost = async (host: LabHost, command: readonly string[], timeoutMs = 30_000): Promise<CommandResult> =>
  attempt('nsenter', await enterArguments(host, within(timeoutMs, command)), { timeoutMs: timeoutMs + graceMs })
