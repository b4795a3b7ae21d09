import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { AppError } from '@/server/domain/error'
import { readManifest } from '@/server/domain/import/manifest'
import type { ManifestEntry } from '@/server/domain/import/manifest'
import { imageError, problem } from '@/server/domain/import/problem'
import { plainName } from '@/server/domain/import/tar'
import type { Agent } from '@/server/agent/agent'
import { archiveMembers } from './archive'
import { describeImport } from './describe'
import { wholeFile } from './file'
import type { Range } from './file'
import { besides, importPlace } from './place'

interface Verify {
  stepId: string
  storagePath: string
  path: string
}

/** Checks under way, by their step. */
const running = new Map<string, AbortController>()

export const abortVerify = ({ stepId }: { stepId: string }): Record<string, never> => {
  running.get(stepId)?.abort()
  return {}
}

const wrong = (file: string): AppError =>
  imageError(file, problem('import_digest', `${file} is not what its manifest says: it was damaged or changed after it was exported.`, { name: file }))

const rangeOf = async ({ storagePath, path }: Verify, kind: string, file: string): Promise<Range> => {
  if (kind !== 'ova') return wholeFile(await importPlace(storagePath, besides(path, plainName(file))))
  const place = await importPlace(storagePath, path)
  const member = (await archiveMembers(place)).find(({ name }) => name === file)
  if (!member) throw imageError(file, problem('import_missing', `The manifest names ${file}, which is missing.`, { path: file }))
  return { place, offset: member.offset, sizeBytes: member.sizeBytes }
}

const digestOf = async ({ place, offset, sizeBytes }: Range, algorithm: ManifestEntry['algorithm'], signal: AbortSignal, onBytes: (count: number) => void): Promise<string> => {
  const hash = createHash(algorithm)
  if (sizeBytes > 0) {
    for await (const part of createReadStream(place, { start: offset, end: offset + sizeBytes - 1, highWaterMark: 1024 ** 2, signal })) {
      hash.update(part as Buffer)
      onBytes((part as Buffer).length)
    }
  }
  return hash.digest('hex')
}

const check = async (agent: Agent, call: Verify, signal: AbortSignal): Promise<{ checked: number }> => {
  const { kind, manifest } = await describeImport(call)
  if (manifest === null) return { checked: 0 }
  const entries = readManifest(manifest)
  if (!entries) throw imageError(call.path, problem('import_manifest', `The manifest of ${call.path} cannot be read.`, { name: call.path }))
  const files = await Promise.all(entries.map(async (entry) => ({ ...entry, range: await rangeOf(call, kind, entry.file) })))
  const total = files.reduce((sum, { range }) => sum + range.sizeBytes, 0)
  let [done, told] = [0, 0]
  const onBytes = (count: number) => {
    done += count
    const progress = done / total
    if (progress - told < 0.01 || progress >= 1) return
    told = progress
    agent.feed.push({ type: 'task', stepId: call.stepId, progress, done: false })
  }
  for (const { file, algorithm, digest, range } of files) {
    if ((await digestOf(range, algorithm, signal, onBytes)) !== digest) throw wrong(file)
  }
  return { checked: files.length }
}

/** Errors: IMAGE_DAMAGED naming the file, NOT_FOUND, BAD_INPUT, CANCELLED. */
export const verifyImport = async (agent: Agent, call: Verify): Promise<{ checked: number }> => {
  const end = new AbortController()
  running.set(call.stepId, end)
  try {
    return await check(agent, call, end.signal)
  } catch (error) {
    if (end.signal.aborted) throw new AppError('CANCELLED', `Checking ${call.path} was stopped.`)
    throw error
  } finally {
    if (running.get(call.stepId) === end) running.delete(call.stepId)
    agent.feed.push({ type: 'task', stepId: call.stepId, progress: 1, done: true })
  }
}
