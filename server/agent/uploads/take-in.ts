import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { requireSpace, reserveMiB } from '@/server/agent/disks/ensure'
import { SparseWriter } from './sparse-writer'
import type { Incoming } from './uploads'

/** After so many bytes the host looks whether there is still space for others, and begins to bring them to the disk. */
const lookEveryBytes = 256 * 1024 ** 2

export const storageFull = (path: string): AppError =>
  new AppError('DISK_FULL', `There is no space left for ${path}.`, { subject: { type: 'image', name: path }, reason: { code: 'upload_full', params: {} } })

const tooLong = (sizeBytes: number): AppError =>
  new AppError('BAD_INPUT', `The file has more than the ${sizeBytes} bytes that were announced.`, { reason: { code: 'upload_long', params: { sizeBytes } } })

/** Brings what is written to the disk meanwhile, so that a crash of the host costs little. A failure shows itself at the end, when the image is published. */
const syncBehind = (agent: Agent, id: string, incoming: Incoming, file: FileHandle): void => {
  const syncedBytes = incoming.offset
  incoming.syncing ??= file.datasync()
    .then(() => agent.uploads.keep(id, incoming, { syncedBytes }))
    .catch((error: unknown) => agent.log.warn({ err: error, upload: id }, 'an upload could not be synced'))
    .finally(() => (incoming.syncing = null))
}

/**
 * Appends bytes to an incoming file. What has arrived when the stream breaks counts: `incoming.offset` says how far it is, whatever happens. `most` =
 * where the file must end at the latest. Errors: BAD_INPUT, DISK_FULL, and the stream's.
 */
export const takeIn = async (agent: Agent, id: string, incoming: Incoming, chunks: AsyncIterable<Buffer>, most: number, tell: (offset: number) => void): Promise<void> => {
  const { received } = incoming.record
  const file = await open(received, 'r+')
  const writer = new SparseWriter(file, incoming.offset, incoming.hash)
  let looked = incoming.offset
  let came = incoming.offset
  try {
    // Behind the offset lies what was never agreed on.
    await file.truncate(incoming.offset)
    for await (const chunk of chunks) {
      came += chunk.length
      if (came > most) throw tooLong(most)
      await writer.write(chunk)
      incoming.offset = writer.offset
      tell(incoming.offset)
      if (incoming.offset - looked < lookEveryBytes) continue
      looked = incoming.offset
      await requireSpace(received, reserveMiB)
      syncBehind(agent, id, incoming, file)
    }
  } finally {
    await writer.flush().catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOSPC' || error.code === 'EDQUOT' ? storageFull(received) : error
    }).finally(() => (incoming.offset = writer.offset))
    void (incoming.syncing ?? Promise.resolve()).then(() => file.close())
  }
}
