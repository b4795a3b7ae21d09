import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { run } from '@/server/agent/facts/run'
import type { Ran } from '@/server/agent/facts/run'

export type ImageFormat = 'qcow2' | 'raw'

/**
 * An image from outside is hostile input to qemu-img: a crafted one can make it eat all memory or run for ever
 * (CVE-2015-5163 and its kin), so it gets 1 GiB of addresses and 60 s of processor time. Copies work on images that were
 * looked at before, and get their time by the wall clock.
 */
const limits = ['--as=1073741824', '--cpu=60']
const lookMs = 60_000

export const limited = (args: readonly string[]): readonly string[] => [...limits, '--', 'qemu-img', ...args]

const Info = z.object({
  format: z.string(),
  'virtual-size': z.number(),
  'actual-size': z.number().optional(),
  'backing-filename': z.string().optional(),
  'backing-filename-format': z.string().optional(),
  'full-backing-filename': z.string().optional(),
  'format-specific': z.object({ data: z.object({ 'data-file': z.string().optional(), corrupt: z.boolean().optional() }).loose() }).optional(),
})

export interface ImageInfo {
  sizeBytes: number
  allocatedBytes: number
  /** Full path of the backing file. */
  backing: string | null
  backingFormat: string | null
  corrupt: boolean
  /** Data in a second file: qcow2's way to read anything on the host. */
  externalData: string | null
}

export const damaged = (path: string, { stderr, stdout }: Pick<Ran, 'stderr' | 'stdout'>): AppError => {
  const why = (stderr || stdout).trim().split('\n').at(-1) ?? ''
  return new AppError('IMAGE_DAMAGED', `The image ${path} is damaged or not of the format it should be.`, {
    subject: { type: 'image', name: path },
    cause: { system: 'qemu-img', message: why },
  })
}

export const missing = (path: string): AppError =>
  new AppError('IMAGE_MISSING', `The image ${path} does not exist on this host.`, { subject: { type: 'image', name: path } })

const full = (path: string): AppError =>
  new AppError('DISK_FULL', `There is not enough space for the image ${path}.`, { subject: { type: 'image', name: path } })

/** What a failed qemu-img wants to say. */
export const failure = (path: string, ran: Pick<Ran, 'code' | 'stderr' | 'stdout'>): AppError => {
  if (/No space left|Disk quota exceeded/i.test(ran.stderr)) return full(path)
  if (/No such file/i.test(ran.stderr)) return missing(path)
  if (/Failed to get .*lock/i.test(ran.stderr)) return new AppError('IN_USE', `The image ${path} is in use.`, { subject: { type: 'image', name: path } })
  return damaged(path, ran)
}

/**
 * Header of an image, read in the format it must have; never by guessing, for a guest can write any format's header into a
 * raw disk. `-U`: a running machine may hold it. Errors: IMAGE_MISSING, IMAGE_DAMAGED.
 */
export const imageInfo = async (path: string, format: ImageFormat): Promise<ImageInfo> => {
  const ran = await run('prlimit', limited(['info', '-U', '--output=json', '-f', format, path]), lookMs)
  if (ran.code !== 0) throw failure(path, ran)
  const parsed = Info.safeParse(JSON.parse(ran.stdout))
  if (!parsed.success) throw damaged(path, { stderr: parsed.error.message, stdout: '' })
  const { data } = parsed
  const specific = data['format-specific']?.data
  return {
    sizeBytes: data['virtual-size'],
    allocatedBytes: data['actual-size'] ?? 0,
    backing: data['full-backing-filename'] ?? data['backing-filename'] ?? null,
    backingFormat: data['backing-filename-format'] ?? null,
    corrupt: specific?.corrupt ?? false,
    externalData: specific?.['data-file'] ?? null,
  }
}

/** `qemu-img check` of a qcow2 image that nobody has open. Leaks (exit 3) only waste space. Errors: IMAGE_MISSING, IMAGE_DAMAGED. */
export const checkImage = async (path: string): Promise<void> => {
  const ran = await run('prlimit', limited(['check', '--output=json', '-f', 'qcow2', path]), lookMs)
  if (ran.code !== 0 && ran.code !== 3) throw failure(path, ran)
}

/** Errors: IMAGE_MISSING, IMAGE_DAMAGED, DISK_FULL, IN_USE. */
export const resizeImage = async (path: string, format: ImageFormat, sizeBytes: number): Promise<void> => {
  const ran = await run('prlimit', limited(['resize', '-q', '-f', format, path, String(sizeBytes)]), lookMs)
  if (ran.code !== 0) throw failure(path, ran)
}
