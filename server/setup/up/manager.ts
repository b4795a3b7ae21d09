import { run } from '../command'
import { programFile } from '../build/programs'
import { SetupProblem } from '../problem'
import { projectRoot } from '../root'
import { CommandFailed } from '../command'

const commandTimeoutMs = 120_000

/** Runs one of the manager's own commands (`init`, `host-token`) against the same database. @returns what it printed */
export async function managerCommand(env: Record<string, string>, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, ['--enable-source-maps', programFile('manager'), ...args], { env, cwd: projectRoot, timeoutMs: commandTimeoutMs })
    return stdout.trim()
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    throw new SetupProblem(`The manager could not do "${args[0]}": ${error.result.stderr.trim() || error.message}`)
  }
}
