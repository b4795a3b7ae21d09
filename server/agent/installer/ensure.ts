import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { Kickstart } from '@/server/contract/api/vm-source'
import { AppError } from '@/server/domain/error'
import { installerArguments } from '@/server/domain/installation/arguments'
import { parseTreeInfo } from '@/server/domain/installation/treeinfo'
import type { TreeInfo } from '@/server/domain/installation/treeinfo'
import type { Agent } from '@/server/agent/agent'
import { publish, requireSpace } from '@/server/agent/disks/ensure'
import { imagePlace } from '@/server/agent/disks/place'
import { beginWork } from '@/server/agent/disks/under-way'
import { teller } from '@/server/agent/uploads/teller'
import { fetchFile, fetchText } from './fetch'
import type { FetchOptions } from './fetch'
import { injectFile } from './inject'

export interface EnsureInstaller {
  stepId: string
  storagePath: string
  kernel: string
  initrd: string
  url: string
  kickstart: Kickstart | null
  arguments: string
  allowPrivate: boolean
}

const MiB = 1024 ** 2
const limits = { text: MiB, kernel: 256 * MiB, initrd: 1024 * MiB } as const
const wholeMs = 3_600_000
/** The answers in an initrd may hold passwords: nobody but root, to whom libvirt gives it on to QEMU. */
const secretMode = 0o600

type Options = Omit<FetchOptions, 'maxBytes'>
type Tell = (share: number) => void

const wrongSum = (path: string): AppError =>
  new AppError('BAD_INPUT', `${path} of the tree is damaged: its checksum is not the one in .treeinfo.`, { field: 'treeUrl', reason: { code: 'tree_checksum', params: { path } } })

/** Errors: BAD_INPUT when there is no tree. */
const readTree = async (root: string, options: Options): Promise<TreeInfo> => {
  const info = parseTreeInfo(await fetchText(new URL('.treeinfo', root).href, { ...options, maxBytes: limits.text }))
  if (info) return info
  throw new AppError('BAD_INPUT', `The .treeinfo of ${root} names no kernel and initrd for x86-64 machines.`, {
    field: 'treeUrl', hint: 'Give the root of an installation tree.', reason: { code: 'tree_none', params: { url: root } },
  })
}

/** One file of the tree to `partial`, its checksum compared. Errors: BAD_INPUT, DISK_FULL. */
const download = async (root: string, path: string, info: TreeInfo, partial: string, options: FetchOptions, tell: Tell): Promise<void> => {
  const { sizeBytes, chunks } = await fetchFile(new URL(path, root).href, options)
  await requireSpace(partial, Math.ceil((sizeBytes ?? 0) / MiB))
  await rm(partial, { force: true })
  const file = await open(partial, 'wx', secretMode)
  const hash = createHash('sha256')
  let written = 0
  try {
    for await (const chunk of chunks) {
      await file.write(chunk)
      hash.update(chunk)
      written += chunk.length
      if (sizeBytes) tell(written / sizeBytes)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new AppError('DISK_FULL', `There is not enough space for ${partial}.`, { subject: { type: 'image', name: partial } })
  } finally {
    await file.close()
  }
  const wanted = info.sha256.get(path)
  if (wanted && hash.digest('hex') !== wanted) throw wrongSum(path)
}

const answersOf = async (kickstart: Kickstart | null, options: Options): Promise<string | null> =>
  kickstart === null ? null : kickstart.from === 'text' ? kickstart.text : fetchText(kickstart.url, { ...options, maxBytes: limits.text })

const make = async (agent: Agent, call: EnsureInstaller, places: { kernel: string; initrd: string }, signal: AbortSignal): Promise<{ commandLine: string }> => {
  const options = { allowPrivate: call.allowPrivate, signal, field: 'treeUrl' }
  const root = call.url.endsWith('/') ? call.url : `${call.url}/`
  const tell = teller(agent, call.stepId)
  const info = await readTree(root, options)
  const answers = await answersOf(call.kickstart, options)
  const { file, commandLine } = installerArguments(info, root, answers !== null, call.arguments)
  const partial = { kernel: `${places.kernel}.partial`, initrd: `${places.initrd}.partial` }
  await download(root, info.kernel, info, partial.kernel, { ...options, maxBytes: limits.kernel }, share => tell(share * 0.1))
  await download(root, info.initrd, info, partial.initrd, { ...options, maxBytes: limits.initrd }, share => tell(0.1 + share * 0.9))
  if (answers !== null) await injectFile(partial.initrd, { name: file, text: answers })
  // The kernel comes last: with it there, all is.
  await publish(partial.initrd, places.initrd)
  await publish(partial.kernel, places.kernel)
  return { commandLine }
}

/**
 * Kernel and initrd of an installation tree lie in the storage domain, with the answers inside of the initrd. They appear under
 * their names only when they are whole, and are fetched anew each time they are asked for. Ended by `disk.ensureAbsent` of the
 * kernel. Errors: BAD_INPUT, DISK_FULL, CANCELLED, TIMEOUT.
 */
export const ensureInstaller = async (agent: Agent, call: EnsureInstaller): Promise<{ commandLine: string }> => {
  const places = { kernel: await imagePlace(call.storagePath, call.kernel), initrd: await imagePlace(call.storagePath, call.initrd) }
  return agent.turns.take(`disk ${call.kernel}`, async () => {
    const { signal: cancelled, end } = beginWork(`${places.kernel}.partial`)
    const late = AbortSignal.timeout(wholeMs)
    try {
      return await make(agent, call, places, AbortSignal.any([cancelled, late]))
    } catch (error) {
      for (const place of Object.values(places)) await rm(`${place}.partial`, { force: true })
      if (cancelled.aborted) throw new AppError('CANCELLED', `Fetching ${call.url} was stopped.`)
      if (late.aborted) throw new AppError('TIMEOUT', `Fetching ${call.url} took more than ${wholeMs / 60_000} minutes.`)
      throw error
    } finally {
      end()
      agent.feed.push({ type: 'task', stepId: call.stepId, progress: 1, done: true })
    }
  })
}
