import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { projectRoot } from './root'

/** Runs a program on this terminal until it ends; signals go to it. @returns its exit code */
export function inForeground(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...env } })
    const hand = (signal: NodeJS.Signals): void => void child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    for (const signal of signals) process.on(signal, hand)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, hand)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
