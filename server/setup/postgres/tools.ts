import { join } from 'node:path'
import { attempt, CommandFailed, type CommandResult } from '../command'
import { SetupProblem } from '../problem'
import type { SystemUser } from './user'

/** Runs a program of PostgreSQL's own bin folder as the server's user. */
export interface PostgresTools {
  native: string
  user: SystemUser | undefined
}

const minutes = 60_000

/** The result whatever the exit code (`pg_ctl status` answers by its code). */
export function attemptTool(tools: PostgresTools, name: string, args: readonly string[]): Promise<CommandResult> {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  return attempt(join(tools.native, 'bin', name), args, { ...tools.user, cwd: '/', env, timeoutMs: 2 * minutes })
}

/** @throws SetupProblem when the disk is full, CommandFailed for the rest */
export async function runTool(tools: PostgresTools, name: string, args: readonly string[]): Promise<void> {
  const result = await attemptTool(tools, name, args)
  if (result.code === 0) return
  if (diskIsFull(result.stdout + result.stderr)) throw new SetupProblem(diskFullSentence)
  throw new CommandFailed(name, result)
}

/** How PostgreSQL words errno ENOSPC and EDQUOT. */
export function diskIsFull(told: string): boolean {
  return /No space left on device|Disk quota exceeded/.test(told)
}

export const diskFullSentence = 'The disk that holds the database is full: free some space and run this again. Nothing was lost.'
