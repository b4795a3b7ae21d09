import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { World } from './world'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The engine's program as one file, built once per test file: it starts several times faster than through a loader. */
export async function buildEngine(): Promise<{ path: string; remove: () => Promise<void> }> {
  // Inside node_modules, because packages are left out of the file and are looked for from where it lies.
  const folder = join(root, 'node_modules', '.cache', 'atrium-engine')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${process.pid}.mjs`)
  await build({
    entryPoints: [join(root, 'e2e/engine/main.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  return { path, remove: () => rm(path, { force: true }) }
}

export interface EngineProcess {
  pid: number
  /** Resolves when the process says this word. */
  said: (word: string) => Promise<void>
  /** Tells it a line and waits until it has heard. */
  tell: (line: string) => Promise<void>
  /** kill -9, and waits for its end. */
  kill: () => Promise<void>
  /** SIGSTOP and SIGCONT: a process that hangs. */
  signal: (name: NodeJS.Signals) => void
}

export function spawnEngine(path: string, world: Pick<World, 'url' | 'instanceId'>): EngineProcess {
  const child = spawn(process.execPath, ['--no-warnings', '--enable-source-maps', path], {
    env: { ...process.env, DATABASE_URL: world.url, ENGINE_INSTANCE: world.instanceId },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  let output = ''
  const listeners = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    for (const listener of listeners) listener()
  })
  let heard = 0
  const said = (word: string, times = 1): Promise<void> => new Promise((resolve, reject) => {
    const look = () => {
      if (output.split('\n').filter(line => line === word).length < times) return
      listeners.delete(look)
      resolve()
    }
    listeners.add(look)
    void ended.then(() => reject(new Error(`The engine ended before it said “${word}”.`)))
    look()
  })
  return {
    pid: child.pid ?? 0,
    said,
    tell: line => {
      heard += 1
      child.stdin.write(`${line}\n`)
      return said('heard', heard)
    },
    signal: name => { child.kill(name) },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
