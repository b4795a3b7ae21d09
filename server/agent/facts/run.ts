import { execFile } from 'node:child_process'

export interface Ran {
  /** Null when the program could not be started or was ended. */
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program of seconds to its end, with English output, all of it kept. Never rejects: a missing program or a time-out is `code: null`. Long work: program/run-watched.ts. */
export const run = (program: string, args: readonly string[], timeoutMs = 10_000): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 8 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } } as const
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0
      resolve({ code, stdout, stderr: stderr || (code === null ? (error?.message ?? '') : '') })
    })
  })
