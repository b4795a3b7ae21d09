import type { ChainImage, DiskChain } from '@/server/contract/agent/disk-chain'
import { AppError } from '@/server/domain/error'
import { imagePlace } from './place'
import { imageInfo } from './qemu-img'
import type { ImageFormat, ImageInfo } from './qemu-img'

interface Call {
  storagePath: string
  path: string
  format: ImageFormat
}

const MiB = 1024 ** 2
/** No tool makes longer ones; a crafted image may lean on itself. */
const longest = 64

const imageOf = (path: string, format: ImageFormat, info: ImageInfo): ChainImage => ({
  path, format, corrupt: info.corrupt, sizeMiB: Math.ceil(info.sizeBytes / MiB), allocatedMiB: Math.round((info.allocatedBytes / MiB) * 100) / 100,
})

const ends: Partial<Record<AppError['code'], DiskChain['end']>> = { BAD_INPUT: 'outside', IMAGE_MISSING: 'missing', IMAGE_DAMAGED: 'damaged' }

/** Nothing but what lies in the storage domain is opened, and in no format but the one that is named. */
const look = async ({ storagePath, path, format }: Call): Promise<ImageInfo | DiskChain['end']> => {
  try {
    return await imageInfo(await imagePlace(storagePath, path), format)
  } catch (error) {
    const end = error instanceof AppError ? ends[error.code] : undefined
    if (end === undefined) throw error
    return end
  }
}

const asFormat = (format: string | null): ImageFormat | null => (format === 'qcow2' || format === 'raw' ? format : null)

/** The image and those that it leans on, one after the other. Errors: IMAGE_MISSING, IMAGE_DAMAGED and BAD_INPUT of the first image alone. */
export const diskChain = async ({ storagePath, path, format }: Call): Promise<DiskChain> => {
  const first = await imageInfo(await imagePlace(storagePath, path), format)
  const images = [imageOf(path, format, first)]
  let above = first
  for (;;) {
    // Data in a second file: not one of Atrium's.
    if (above.externalData !== null) return { images, end: 'outside', next: above.externalData }
    const next = above.backing
    if (next === null) return { images, end: 'whole', next }
    const named = asFormat(above.backingFormat)
    if (named === null) return { images, end: 'unknown_format', next }
    if (images.length >= longest) return { images, end: 'too_long', next }
    const info = await look({ storagePath, path: next, format: named })
    if (typeof info === 'string') return { images, end: info, next }
    images.push(imageOf(next, named, info))
    above = info
  }
}
