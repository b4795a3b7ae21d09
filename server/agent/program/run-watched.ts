import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** What it has said so far, its end when it says much. Both streams are read as UTF-8, however they are cut into pieces. */
export interface Said {
  stdout: string
  stderr: string
}

/** `alive`: the wait begins anew. `enough`: it is ended, for all that was wanted of it is known. */
export type Judgement = 'alive' | 'silent' | 'enough'

export interface Watched {
  program: string
  args: readonly string[]
  /** Beside the agent's own variables and English output. */
  env?: Readonly<Record<string, string>>
  /** Ended when nothing that counts as alive was said for this long. */
  stallMs: number
  signal?: AbortSignal
  /** Asked at each piece of output; any output is a sign of life when there is none. */
  judge?: (said: Said) => Judgement
}

export interface WatchedEnd extends Said {
  /** `absent`: there is no such program. */
  how: 'exited' | 'stalled' | 'aborted' | 'enough' | 'absent'
  /** Exit code; null when it was ended. */
  code: number | null
}

const keptCharacters = 64 * 1024

/** What it said last is read within this time after its end. */
const drainMs = 1_000

const restarted = (timer: NodeJS.Timeout, then: () => void, ms: number): NodeJS.Timeout => {
  clearTimeout(timer)
  return setTimeout(then, ms)
}

const follow = (stream: Readable, hear: (part: string) => void): void => {
  // Decodes a character that two pieces share.
  stream.setEncoding('utf8')
  stream.on('data', hear)
}

/**
 * Runs a program of minutes or hours that nobody must wait for in vain. It ends with the agent; by the signal, or when it stalls, it ends with
 * whatever it has started in its group. Never rejects. For what ends in seconds there is facts/run.ts.
 */
export const runWatched = ({ program, args, env, stallMs, signal, judge = () => 'alive' }: Watched): Promise<WatchedEnd> =>
  new Promise(resolve => {
    const said: Said = { stdout: '', stderr: '' }
    if (signal?.aborted) return resolve({ how: 'aborted', code: null, ...said })
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C', ...env }, detached: true,
    })
    let ended: WatchedEnd['how'] | null = null
    const kill = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        // None of the group is left.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
    const end = (how: WatchedEnd['how']) => {
      ended ??= how
      kill()
    }
    const onStall = () => end('stalled')
    const onAbort = () => end('aborted')
    let timer = setTimeout(onStall, stallMs)
    const hear = (stream: keyof Said) => (part: string) => {
      said[stream] = (said[stream] + part).slice(-keptCharacters)
      if (ended !== null) return
      const judgement = judge(said)
      if (judgement === 'enough') end('enough')
      // After its end there is no stall any more.
      else if (judgement === 'alive' && child.exitCode === null && child.signalCode === null) timer = restarted(timer, onStall, stallMs)
    }
    follow(child.stdout, hear('stdout'))
    follow(child.stderr, hear('stderr'))
    signal?.addEventListener('abort', onAbort, { once: true })
    const finish = (code: number | null) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      const absent = code === 127 && said.stderr.startsWith('setpriv: failed to execute')
      resolve({ how: ended ?? (absent ? 'absent' : 'exited'), code: ended === null ? code : null, ...said })
    }
    // What it leaves behind would hold its output open, and the wait with it; one that has left its group too is not waited for.
    child.on('exit', () => {
      kill()
      timer = restarted(timer, () => [child.stdout, child.stderr].forEach(stream => stream.destroy()), drainMs)
    })
    child.on('error', error => {
      said.stderr = error.message
      ended ??= 'absent'
      finish(null)
    })
    child.on('close', finish)
  })
