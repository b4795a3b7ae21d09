import { AppError } from '@/server/domain/error'
import { run } from '@/server/agent/facts/run'
import type { Agent } from '@/server/agent/agent'
import { runWatched } from '@/server/agent/program/run-watched'
import { failure } from './qemu-img'
import type { ImageFormat } from './qemu-img'
import { beginWork } from './under-way'

/** By its format, or as QEMU's block-dev options, which hold every format that is in it; `path` is its name in sentences then. */
export type CopySource = { path: string; format: ImageFormat } | { path: string; node: Record<string, unknown> }

export interface Copy {
  agent: Pick<Agent, 'feed'>
  stepId: string
  source: CopySource
  target: { path: string; format: ImageFormat; preallocation?: 'metadata' | 'falloc' | 'full' | undefined }
  /** Size of the copy; the source may be smaller. */
  sizeBytes: number
  /** What there is to copy, where that is known: progress is told in bytes then. */
  dataBytes?: number
}

/** No progress for this long: the storage is dead. */
const stallMs = 120_000
const memoryLimit = ['--as=2147483648', '--', 'qemu-img']

/** `    (12.34/100%)` after each step of `qemu-img convert -p`. */
const progressOf = (text: string): number | null => {
  const last = [...text.slice(-100).matchAll(/\((\d+(?:\.\d+)?)\/100%\)/g)].at(-1)?.[1]
  return last === undefined ? null : Number(last) / 100
}

/** Copies a whole image and tells the feed how far it is. Errors: DISK_FULL, IMAGE_DAMAGED, IN_USE, TIMEOUT, CANCELLED. */
export const copyImage = async (copy: Copy): Promise<void> => {
  await convert(copy)
  const { target, sizeBytes } = copy
  const resized = await run('prlimit', [...memoryLimit, 'resize', '-q', '-f', target.format, target.path, String(sizeBytes)], stallMs)
  if (resized.code !== 0) throw failure(target.path, resized)
}

const opened = (source: CopySource): string[] => ('node' in source ? [`json:${JSON.stringify(source.node)}`] : ['-f', source.format, source.path])

/** qemu-img knows no metadata of a raw image: there is none. */
const ahead = ({ format, preallocation }: Copy['target']): string[] => (!preallocation || (format === 'raw' && preallocation === 'metadata') ? [] : ['-o', `preallocation=${preallocation}`])

const convert = async ({ agent, stepId, source, target, dataBytes }: Copy): Promise<void> => {
  const { signal, end } = beginWork(target.path)
  const bytes = (share: number) => (dataBytes ? { bytes: { done: Math.round(share * dataBytes), total: dataBytes } } : {})
  let told = 0
  const onProgress = (progress: number | null) => {
    if (progress === null || progress <= told) return 'silent'
    // A hundred steps are enough for any bar.
    if (progress - told >= 0.01 && progress < 1) agent.feed.push({ type: 'task', stepId, progress, done: false, ...bytes(progress) })
    told = progress
    return 'alive'
  }
  const args = [...memoryLimit, 'convert', '-p', '-O', target.format, ...ahead(target), ...opened(source), target.path]
  const { how, ...ran } = await runWatched({ program: 'prlimit', args, stallMs, signal, judge: ({ stdout }) => onProgress(progressOf(stdout)) })
  end()
  const copied = how === 'exited' && ran.code === 0
  agent.feed.push({ type: 'task', stepId, progress: copied ? 1 : told, done: true })
  if (copied) return
  if (how === 'aborted') throw new AppError('CANCELLED', `Copying the image ${source.path} was stopped.`)
  if (how === 'stalled') throw new AppError('TIMEOUT', `Copying the image ${source.path} made no progress for ${stallMs / 1000} s.`)
  throw failure(/No such file/.test(ran.stderr) ? source.path : target.path, ran)
}
