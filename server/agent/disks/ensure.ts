import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { run } from '@/server/agent/facts/run'
import { copyImage } from './copy'
import { imagePlace } from './place'
import { checkImage, failure, imageInfo, limited, missing, resizeImage } from './qemu-img'
import type { ImageFormat, ImageInfo } from './qemu-img'

interface Source {
  path: string
  format: ImageFormat
  mode: 'thin' | 'copy'
  /** What the source itself leans on. */
  backing?: { path: string; format: ImageFormat } | null
}

export interface EnsureDisk {
  stepId: string
  storagePath: string
  path: string
  format: ImageFormat
  sizeMiB: number
  preallocation?: 'off' | 'metadata' | 'falloc' | 'full'
  source: Source | null
}

export interface DiskFigures {
  sizeMiB: number
  allocatedMiB: number
}

const MiB = 1024 ** 2
const makeMs = 60_000
/** Where the storage can't promise space, it is written. */
const preallocateMs = 6 * 3_600_000
/** Space that must be left for the image's own tables and for others. */
export const reserveMiB = 64

export const figures = ({ sizeBytes, allocatedBytes }: Pick<ImageInfo, 'sizeBytes' | 'allocatedBytes'>): DiskFigures => ({
  sizeMiB: Math.ceil(sizeBytes / MiB),
  allocatedMiB: Math.round((allocatedBytes / MiB) * 100) / 100,
})

export const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

const subject = (path: string) => ({ type: 'image', name: path })

/** With what it leans on counted. Errors: IMAGE_MISSING, IMAGE_DAMAGED (also when it leans on another file than the one that is expected). */
const checkSource = async (source: Source): Promise<ImageInfo> => {
  if (!(await exists(source.path))) throw missing(source.path)
  const info = await imageInfo(source.path, source.format)
  const expected = source.backing ?? null
  if (info.externalData !== null || info.backing !== (expected?.path ?? null)) {
    throw new AppError(
      'IMAGE_DAMAGED',
      `The image ${source.path} reads from another file (${info.externalData ?? info.backing ?? 'none'}) than it should (${expected?.path ?? 'none'}).`,
      { subject: subject(source.path) },
    )
  }
  if (info.corrupt) throw new AppError('IMAGE_DAMAGED', `The image ${source.path} is marked as damaged.`, { subject: subject(source.path) })
  if (source.format === 'qcow2') await checkImage(source.path)
  const below = expected ? await checkSource({ ...expected, mode: 'copy' }) : null
  return { ...info, allocatedBytes: info.allocatedBytes + (below?.allocatedBytes ?? 0) }
}

/** What the new file can need at once. A raw image is sparse, but a copy of one brings its data along. */
const neededMiB = ({ source, sizeMiB, preallocation = 'off' }: EnsureDisk, info: ImageInfo | null): number => {
  const ahead = source?.mode !== 'thin' && (preallocation === 'falloc' || preallocation === 'full') ? sizeMiB : 0
  return reserveMiB + ahead + (source?.mode === 'copy' && ahead === 0 ? Math.ceil((info?.allocatedBytes ?? 0) / MiB) : 0)
}

/** Errors: DISK_FULL. */
export const requireSpace = async (path: string, wantedMiB: number): Promise<void> => {
  const { bavail, bsize } = await statfs(dirname(path))
  const freeMiB = Math.floor((bavail * bsize) / MiB)
  if (freeMiB >= wantedMiB) return
  throw new AppError('DISK_FULL', `The image ${path} needs ${wantedMiB} MiB, but only ${freeMiB} MiB are free.`, {
    subject: subject(path),
    reason: { code: 'disk_full', params: { wantedMiB, freeMiB } },
  })
}

/** A thin image must be qcow2 and lean on an image of the same storage domain: with any other it could not be moved or found again. */
const requireGoodThin = async ({ format, source, path, storagePath }: EnsureDisk): Promise<void> => {
  if (source?.mode !== 'thin') return
  if (format !== 'qcow2') throw new AppError('BAD_INPUT', `The image ${path} cannot be thin: only qcow2 can lean on a template.`, { field: 'format' })
  await imagePlace(storagePath, source.path)
}

const make = async (agent: Agent, call: EnsureDisk, partial: string, sizeBytes: number, dataBytes: number): Promise<void> => {
  const { source, format, stepId } = call
  const wanted = call.preallocation === 'off' ? undefined : call.preallocation
  if (source?.mode === 'copy') return copyImage({ agent, stepId, source, target: { path: partial, format, preallocation: wanted }, sizeBytes, dataBytes })
  const backing = source ? ['-b', source.path, '-F', source.format] : []
  const preallocation = source ? 'off' : (call.preallocation ?? 'off')
  // qemu-img knows no metadata of a raw image: there is none.
  const ahead = preallocation === 'off' || (format === 'raw' && preallocation === 'metadata') ? [] : ['-o', `preallocation=${preallocation}`]
  const args = ['create', '-q', '-f', format, ...ahead, ...backing, partial, String(sizeBytes)]
  const ran = ahead.length === 0 ? await run('prlimit', limited(args), makeMs) : await run('qemu-img', args, preallocateMs)
  if (ran.code !== 0) throw failure(partial, ran)
}

/** On disk under its name only when it is whole: a crash leaves a `.partial`, which the next attempt removes. */
export const publish = async (partial: string, place: string): Promise<void> => {
  for (const path of [partial, dirname(place)]) {
    const handle = await open(path, 'r')
    await handle.sync().finally(() => handle.close())
    if (path === partial) await rename(partial, place)
  }
}

/** An image that is there is kept as it is, and grown when it is too small. Errors: BAD_INPUT when it has another backing file. */
const keep = async (place: string, { format, sizeMiB, source }: EnsureDisk): Promise<DiskFigures> => {
  const info = await imageInfo(place, format)
  const backing = source?.mode === 'thin' ? source.path : null
  if (info.backing !== backing || info.externalData !== null) {
    throw new AppError('IMAGE_DAMAGED', `The image ${place} leans on ${info.backing ?? info.externalData ?? 'nothing'} instead of ${backing ?? 'nothing'}.`, {
      subject: subject(place),
    })
  }
  if (info.sizeBytes >= sizeMiB * MiB) return figures(info)
  await resizeImage(place, format, sizeMiB * MiB)
  return figures(await imageInfo(place, format))
}

/**
 * The image exists with at least that size. It appears under its name only when it is complete and on disk. Formats are
 * given, never guessed. Errors: BAD_INPUT, IMAGE_MISSING, IMAGE_DAMAGED, DISK_FULL, IN_USE, TIMEOUT.
 */
export const ensureDisk = (agent: Agent, call: EnsureDisk): Promise<DiskFigures> =>
  agent.turns.take(`disk ${call.path}`, async () => {
    await requireGoodThin(call)
    const place = await imagePlace(call.storagePath, call.path)
    if (await exists(place)) return keep(place, call)
    const info = call.source ? await checkSource(call.source) : null
    await requireSpace(place, neededMiB(call, info))
    const partial = `${place}.partial`
    await rm(partial, { force: true })
    try {
      await make(agent, call, partial, Math.max(call.sizeMiB * MiB, info?.sizeBytes ?? 0), info?.allocatedBytes ?? 0)
      await publish(partial, place)
    } catch (error) {
      await rm(partial, { force: true })
      throw error
    }
    return figures(await imageInfo(place, call.format))
  })
