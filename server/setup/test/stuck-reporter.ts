import { spawnSync } from 'node:child_process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

// The slowest file takes four minutes on two busy cores.
const limitMs = 12 * 60_000

/**
 * Ends the run, as failed, when a test file takes longer than twelve minutes, and names the file, its test and what runs on the machine:
 * a test's own time-out says nothing of a file that is stuck between its tests or before the first.
 */
export class StuckReporter implements Reporter {
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #tests = new Map<string, string>()

  onTestModuleQueued({ moduleId }: TestModule): void {
    this.#timers.set(moduleId, setTimeout(() => this.#giveUp(moduleId), limitMs).unref())
  }

  onTestModuleEnd({ moduleId }: TestModule): void {
    clearTimeout(this.#timers.get(moduleId))
    this.#timers.delete(moduleId)
  }

  onTestCaseReady({ module, fullName }: TestCase): void {
    this.#tests.set(module.moduleId, `in "${fullName}"`)
  }

  onTestCaseResult({ module, fullName }: TestCase): void {
    this.#tests.set(module.moduleId, `after "${fullName}"`)
  }

  #giveUp(moduleId: string): void {
    console.error(`${moduleId} did not end within ${limitMs / 60_000} minutes. It is ${this.#tests.get(moduleId) ?? 'before its first test'}.`)
    const { stdout } = spawnSync('ps', ['-eo', 'pid,ppid,stat,etime,args', '--forest'], { encoding: 'utf8', timeout: 10_000 })
    console.error(stdout.split('\n').map(line => line.slice(0, 160)).join('\n'))
    process.exit(1)
  }
}
