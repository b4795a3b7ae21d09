import { constants } from 'node:fs'
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaFileFacts, VolumeNames } from '@/server/contract/agent/media'
import { MediaFile } from '@/server/contract/api/vm-source'
import { AppError } from '@/server/domain/error'

const most = 1000
/** The primary volume descriptor is the first one, in the sector 16 (ECMA-119, 6.7.1). */
const descriptorAt = 16 * 2048
const descriptorBytes = 1024

/** Untrusted text: what is not printable is left out. */
const word = (descriptor: Buffer, from: number, length: number): string =>
  descriptor.toString('latin1', from, from + length).replace(/[^\u0020-\u007e\u00a0-\u00ff]/g, '').trim()

const namesOf = (descriptor: Buffer): VolumeNames | null =>
  descriptor.length < descriptorBytes || descriptor[0] !== 1 || descriptor.toString('latin1', 1, 6) !== 'CD001'
    ? null
    : { system: word(descriptor, 8, 32), volume: word(descriptor, 40, 32), publisher: word(descriptor, 318, 128), application: word(descriptor, 574, 128) }

/** Null for a file that has no such descriptor. */
export const readNames = async (path: string): Promise<VolumeNames | null> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(descriptorBytes), 0, descriptorBytes, descriptorAt)
    return namesOf(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

/** Null for what is no plain file, or cannot be read. */
const look = async (folder: string, file: string): Promise<MediaFileFacts | null> => {
  try {
    const path = join(folder, file)
    const found = await lstat(path)
    if (!found.isFile()) return null
    const kind = /\.iso$/i.test(file) ? 'iso' : 'boot'
    return { file, kind, sizeBytes: found.size, modifiedAt: Math.round(found.mtimeMs), names: kind === 'iso' ? await readNames(path) : null }
  } catch {
    return null
  }
}

/**
 * The files of the folder iso/, by name: no links, so that nothing outside of the domain is offered. Images are read by their
 * first descriptor alone. Errors: BAD_INPUT when the folder itself leads out of the domain.
 */
export const listMedia = async ({ storagePath }: { storagePath: string }): Promise<MediaFileFacts[]> => {
  const folder = join(storagePath, 'iso')
  const root = await realpath(storagePath).catch(() => storagePath)
  const real = await realpath(folder).catch(() => null)
  if (real === null) return []
  if (real !== join(root, 'iso')) throw new AppError('BAD_INPUT', `The folder ${folder} is a link to another place.`, { field: 'path' })
  const files = (await readdir(folder)).filter((file) => MediaFile.safeParse(file).success).sort().slice(0, most)
  const found: MediaFileFacts[] = []
  for (const file of files) {
    const facts = await look(folder, file)
    if (facts) found.push(facts)
  }
  return found
}
