import { createHash } from 'node:crypto'
import type { UploadPlace } from '@/server/contract/agent/upload'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { requireSpace, reserveMiB } from '@/server/agent/disks/ensure'
import { beginWork } from '@/server/agent/disks/under-way'
import { fetchFile } from '@/server/agent/installer/fetch'
import { ensureIncoming } from './begin'
import { takeIn } from './take-in'
import { teller } from './teller'

export interface FetchUpload extends UploadPlace {
  stepId: string
  url: string
  maxBytes: number
  maxMs: number
  allowPrivate: boolean
}

const field = 'url'

/** Errors: BAD_INPUT, DUPLICATE, DISK_FULL, CANCELLED, TIMEOUT. */
export const fetchUpload = (agent: Agent, call: FetchUpload): Promise<{ sizeBytes: number }> =>
  agent.turns.take(`upload ${call.uploadId}`, async () => {
    const { uploadId, stepId, url, maxBytes, maxMs, allowPrivate } = call
    const incoming = await ensureIncoming(agent, call, stepId, maxBytes)
    if (incoming.record.sha256 !== null) return { sizeBytes: incoming.record.sizeBytes }
    const { received } = incoming.record
    const { signal: cancelled, end } = beginWork(received)
    const late = AbortSignal.timeout(maxMs)
    const tell = teller(agent, stepId)
    try {
      const { sizeBytes, chunks } = await fetchFile(url, { allowPrivate, maxBytes, signal: AbortSignal.any([cancelled, late]), field })
      incoming.offset = 0
      incoming.hash = createHash('sha256')
      // Holes take no space, but that a server sends zeros nobody knows ahead.
      await requireSpace(received, reserveMiB)
      await takeIn(agent, uploadId, incoming, chunks, maxBytes, (offset) => tell(sizeBytes ? offset / sizeBytes : 0))
      await agent.uploads.keep(uploadId, incoming, { sizeBytes: incoming.offset })
      return { sizeBytes: incoming.offset }
    } catch (error) {
      if (cancelled.aborted) throw new AppError('CANCELLED', `Fetching ${url} was stopped.`)
      if (late.aborted) throw new AppError('TIMEOUT', `Fetching ${url} took more than ${Math.round(maxMs / 60_000)} minutes.`)
      throw error
    } finally {
      end()
    }
  })
