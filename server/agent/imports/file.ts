import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { headBytes, tailBytes } from '@/server/domain/import/kind'
import { missingFile } from './place'

/** Part of a file: a whole one, or a member of an archive. */
export interface Range {
  place: string
  offset: number
  sizeBytes: number
}

/** Opens a plain file: no link, and no pipe or device, at which an agent could wait for ever. Errors: NOT_FOUND. */
export const withFile = async <T>(place: string, work: (file: FileHandle, sizeBytes: number, modifiedAt: number) => Promise<T>): Promise<T> => {
  const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null)
  if (file === null) throw missingFile(place)
  try {
    const found = await file.stat()
    if (!found.isFile()) throw missingFile(place)
    return await work(file, found.size, Math.round(found.mtimeMs))
  } finally {
    await file.close()
  }
}

export const wholeFile = (place: string): Promise<Range> => withFile(place, async (_, sizeBytes) => ({ place, offset: 0, sizeBytes }))

export const readAt = async (file: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(Math.max(0, length))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
  return buffer.subarray(0, bytesRead)
}

export const readRange = ({ place, offset, sizeBytes }: Range, from: number, length: number): Promise<Buffer> =>
  withFile(place, (file) => readAt(file, offset + from, Math.min(length, sizeBytes - from)))

/** First and last bytes. */
export const endsOf = async (range: Range): Promise<{ head: Buffer; tail: Buffer }> => ({
  head: await readRange(range, 0, headBytes),
  tail: await readRange(range, Math.max(0, range.sizeBytes - tailBytes), tailBytes),
})

/** Changes whenever one of the files is written, replaced or touched: the change time can't be set by anybody. */
export const fingerprint = async (places: readonly string[]): Promise<string> => {
  const found = await Promise.all(places.map((place) => stat(place, { bigint: true })))
  return found.map(({ dev, ino, size, mtimeNs, ctimeNs }) => [dev, ino, size, mtimeNs, ctimeNs].join(':')).join(' ')
}
