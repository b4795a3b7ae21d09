import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, rename, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, processId, type ProcessId } from '../process'
import { waitFor } from '../wait'
import { nextPauseMs } from './backoff'
import { endProcess } from './end'
import { readRunning, writeRunning, type RunningService, type Service } from './service'

const graceMs = 15_000
const logLimitBytes = 32 * 1024 * 1024

/** Keeps one service running: adopts it when it runs already, starts it again whenever it ends. */
export class Keeper {
  private readonly stopped = new AbortController()
  private readonly loop: Promise<void>

  constructor(readonly service: Service, private readonly runFolder: string, private readonly say: (line: string) => void) {
    this.loop = this.keep()
  }

  /** Ends the service and stays ended. */
  async stop(): Promise<void> {
    this.stopped.abort()
    const running = await readRunning(this.runFolder, this.service.name)
    if (running) await this.end(running)
    await this.loop
  }

  private end(id: ProcessId): Promise<boolean> {
    return endProcess(id, graceMs, this.service.stopSignal)
  }

  private get over(): boolean {
    return this.stopped.signal.aborted
  }

  private async keep(): Promise<void> {
    let pauseMs = 0
    while (!this.over) {
      const began = performance.now()
      if (!(await this.adopt())) await this.runOnce()
      if (this.over) return
      pauseMs = nextPauseMs(pauseMs, performance.now() - began)
      this.say(`${this.service.name} ended; starting it again in ${pauseMs} ms`)
      await pause(pauseMs, undefined, { signal: this.stopped.signal }).catch(() => {})
    }
  }

  /** Watches a process that an earlier supervisor (or `up`) started. It is no child of ours, so its end is seen only by looking. */
  private async adopt(): Promise<boolean> {
    const running = await readRunning(this.runFolder, this.service.name)
    if (!running || !(await isAlive(running))) return false
    if (running.version !== this.service.version) {
      this.say(`${this.service.name} is of another version; restarting it`)
      await this.end(running)
      return false
    }
    this.say(`${this.service.name} runs already (pid ${running.pid})`)
    await waitFor(async () => this.over || !(await isAlive(running)), Infinity, 250)
    return true
  }

  private async runOnce(): Promise<void> {
    const { name, command, args, env, cwd, uid, gid, version } = this.service
    await limitLog(this.service.log)
    const log = await open(this.service.log, 'a')
    try {
      // A session of its own: it outlives this supervisor, and a later one adopts it.
      const child = spawn(command, args, { cwd, env: env as NodeJS.ProcessEnv, uid, gid, detached: true, stdio: ['ignore', log.fd, log.fd] })
      const ended = once(child, 'exit').catch((error: Error) => [error.message])
      const id = child.pid === undefined ? undefined : await processId(child.pid)
      if (id) await writeRunning(this.runFolder, name, { ...id, version } satisfies RunningService)
      this.say(`${name} started (pid ${child.pid ?? 'none'})`)
      // A stop that came while it was being started did not find it yet.
      if (this.over && id) await this.end(id)
      const [code, signal] = (await ended) as [number | string | null, NodeJS.Signals | null]
      this.say(`${name} ended (${signal ?? code})`)
    } finally {
      await log.close()
    }
  }
}

/** One older file is kept. Looked at only at starts: the programs themselves write little. */
async function limitLog(file: string): Promise<void> {
  const size = await stat(file).then(found => found.size, () => 0)
  if (size > logLimitBytes) await rename(file, `${file}.1`)
}
