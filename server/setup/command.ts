import { spawn } from 'node:child_process'
import { constants } from 'node:os'

export interface CommandOptions {
  /** The command is killed after this long. */
  timeoutMs: number
  cwd?: string
  env?: Record<string, string>
  uid?: number
  gid?: number
  /** Written to the command's standard input, which is then closed. */
  input?: string | Buffer
}

export interface CommandResult {
  /** Exit code; 128 + signal number when a signal ended it, as a shell reports it; 127 when it could not be started. */
  code: number
  stdout: string
  stderr: string
  timedOut: boolean
}

/** A command that ended with another code than 0. */
export class CommandFailed extends Error {
  override name = 'CommandFailed'
  constructor(readonly command: string, readonly result: CommandResult) {
    const told = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-3).join(' ')
    super(`${command} ${result.timedOut ? 'did not end in time' : `failed (${result.code})`}${told && `: ${told}`}`)
  }
}

/** Runs a program with an argument array, never through a shell, and returns what it said whatever its exit code. */
export function attempt(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { timeoutMs, input, env, ...rest } = options
  return new Promise(resolve => {
    const child = spawn(command, args, {
      ...rest,
      // Next's types demand NODE_ENV of every environment; other programs do not want it.
      env: env as NodeJS.ProcessEnv | undefined,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const began = performance.now()
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    // A program that ends without reading its input breaks the pipe; its exit code tells more than that error.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8')
    child.on('error', error => resolve({ code: 127, stdout: '', stderr: error.message, timedOut: false }))
    child.on('close', (code, signal) => resolve({
      code: code ?? 128 + (signal ? constants.signals[signal] : 0),
      stdout: text(stdout),
      stderr: text(stderr),
      timedOut: signal === 'SIGKILL' && performance.now() - began >= timeoutMs,
    }))
  })
}

/** Like `attempt`, but a code other than 0 is an error. @throws CommandFailed */
export async function run(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const result = await attempt(command, args, options)
  if (result.code !== 0) throw new CommandFailed(command, result)
  return result
}
