import { spawn } from 'node:child_process'
import { AppError } from '@/server/domain/error'
import { run } from '@/server/agent/facts/run'
import type { Agent } from '@/server/agent/agent'
import { failure } from './qemu-img'
import type { ImageFormat } from './qemu-img'
import { beginWork } from './under-way'

/** By its format, or as QEMU's block-dev options, which hold every format that is in it; `path` is its name in sentences then. */
export type CopySource = { path: string; format: ImageFormat } | { path: string; node: Record<string, unknown> }

export interface Copy {
  agent: Pick<Agent, 'feed'>
  stepId: string
  source: CopySource
  target: { path: string; format: ImageFormat }
  /** Size of the copy; the source may be smaller. */
  sizeBytes: number
}

/** No progress for this long: the storage is dead. */
const stallMs = 120_000
const memoryLimit = ['--as=2147483648', '--', 'qemu-img']
/** A copy nobody waits for any more would only wear the disks: it ends with the agent. */
const endWithAgent = ['--pdeathsig', 'KILL', '--', 'prlimit']

/** `    (12.34/100%)` after each step of `qemu-img convert -p`. */
const progressOf = (text: string): number | null => {
  const last = [...text.matchAll(/\((\d+(?:\.\d+)?)\/100%\)/g)].at(-1)?.[1]
  return last === undefined ? null : Number(last) / 100
}

/** Copies a whole image and tells the feed how far it is. Errors: DISK_FULL, IMAGE_DAMAGED, TIMEOUT, CANCELLED. */
export const copyImage = async (copy: Copy): Promise<void> => {
  await convert(copy)
  const { target, sizeBytes } = copy
  const resized = await run('prlimit', [...memoryLimit, 'resize', '-q', '-f', target.format, target.path, String(sizeBytes)], stallMs)
  if (resized.code !== 0) throw failure(target.path, resized)
}

const opened = (source: CopySource): string[] => ('node' in source ? [`json:${JSON.stringify(source.node)}`] : ['-f', source.format, source.path])

const convert = ({ agent, stepId, source, target }: Copy): Promise<void> =>
  new Promise((resolve, reject) => {
    const args = ['convert', '-p', '-O', target.format, ...opened(source), target.path]
    const child = spawn('setpriv', [...endWithAgent, ...memoryLimit, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } })
    let stderr = ''
    let told = 0
    let stalled = false
    const { signal, end } = beginWork(target.path)
    signal.addEventListener('abort', () => child.kill('SIGKILL'), { once: true })
    const onStall = () => {
      stalled = true
      child.kill('SIGKILL')
    }
    let timer = setTimeout(onStall, stallMs)
    child.stdout.on('data', (part: Buffer) => {
      const progress = progressOf(part.toString('latin1'))
      if (progress === null || progress <= told) return
      clearTimeout(timer)
      timer = setTimeout(onStall, stallMs)
      // A hundred steps are enough for any bar.
      if (progress - told >= 0.01 && progress < 1) agent.feed.push({ type: 'task', stepId, progress, done: false })
      told = progress
    })
    child.stderr.on('data', (part: Buffer) => (stderr = (stderr + part.toString()).slice(-4096)))
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      end()
      agent.feed.push({ type: 'task', stepId, progress: code === 0 ? 1 : told, done: true })
      if (signal.aborted) reject(new AppError('CANCELLED', `Copying the image ${source.path} was stopped.`))
      else if (stalled) reject(new AppError('TIMEOUT', `Copying the image ${source.path} made no progress for ${stallMs / 1000} s.`))
      else if (code === 0) resolve()
      else reject(failure(/No such file/.test(stderr) ? source.path : target.path, { code, stdout: '', stderr }))
    })
  })
