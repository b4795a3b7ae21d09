import { createUpload, fetchImage } from '@/server/commands/upload/create'
import { AppError } from '@/server/domain/error'
import { listUploads, uploadFacts, viewUpload } from '@/server/store/upload/read'
import type { UploadFacts } from '@/server/store/upload/read'
import type { Db } from '@/server/store/db'
import { withAgent } from './agents'
import { api } from './base'
import { commandOf } from './command'
import { callerOf } from './context'

const lookMs = 5_000

/** Errors: NOT_FOUND, also for another's: nobody else can go on with it. */
export async function ownUpload(db: Db, id: string, userId: string): Promise<UploadFacts> {
  const facts = await uploadFacts(db, id)
  if (facts && facts.userId === userId) return facts
  throw new AppError('NOT_FOUND', `There is no upload ${id}.`, { subject: { type: 'upload', id }, hint: 'Only who began it can go on with it.' })
}

/** How much the host has now. Before it has begun: nothing. */
async function offsetNow(db: Db, { id, hostId, url, sha256, receivedBytes, job }: UploadFacts): Promise<number> {
  if (hostId === null || url !== null || sha256 !== null || job.endedAt !== null) return receivedBytes
  return withAgent(db, hostId, client => client.upload.state({ uploadId: id }, { signal: AbortSignal.timeout(lookMs) })).then(({ offset }) => offset, (error: unknown) => {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return receivedBytes
    throw error
  })
}

export const upload = {
  list: api.upload.list.handler(async ({ context }) => ({ items: await listUploads(context.db, callerOf(context).id, context.now) })),
  get: api.upload.get.handler(async ({ context, input }) => {
    const facts = await ownUpload(context.db, input.id, callerOf(context).id)
    return viewUpload(context.db, { ...facts, receivedBytes: await offsetNow(context.db, facts) })
  }),
  create: api.upload.create.handler(({ context, input }) => createUpload(commandOf(context), input)),
  fetch: api.upload.fetch.handler(({ context, input }) => fetchImage(commandOf(context), input)),
}
