import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SetupProblem } from './problem'

/**
 * Runs `work` while this process alone holds `file` (flock(2), through util-linux's flock program, which echoes one line once it
 * has the lock). The kernel releases it when either process dies, so no lock is ever stale.
 * @param waitMs how long to wait for another holder @throws SetupProblem when it stays busy
 */
export async function withLock<T>(file: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  const holder = spawn('flock', ['--wait', String(waitMs / 1000), file, 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(holder, 'exit')
  holder.stdin.on('error', () => {})
  holder.stdin.write('locked\n')
  const granted = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!granted) throw new SetupProblem(`${file} is locked by another set-up of this project that does not end.`)
  try {
    return await work()
  } finally {
    holder.stdin.end()
    await ended
  }
}
