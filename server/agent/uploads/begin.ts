import { open, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { UploadPlace } from '@/server/contract/agent/upload'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { exists, requireSpace, reserveMiB } from '@/server/agent/disks/ensure'
import { imagePlace } from '@/server/agent/disks/place'
import type { Incoming } from './uploads'

/** Hidden, so that no list of CD images shows it, and beside the image, so that it becomes it by a mere renaming. */
export const receivedAt = (place: string, uploadId: string): string => join(dirname(place), `.${uploadId}.upload`)

export const placeTaken = (place: string): AppError =>
  new AppError('DUPLICATE', `There is a file ${basename(place)} already.`, { field: 'name', subject: { type: 'image', name: place }, reason: { code: 'upload_taken', params: { name: basename(place) } } })

/** The incoming file, made when it is not there. Call it within the upload's turn. Errors: BAD_INPUT, DUPLICATE, DISK_FULL. */
export const ensureIncoming = async (agent: Agent, { uploadId, storagePath, path }: UploadPlace, stepId: string, sizeBytes: number): Promise<Incoming> => {
  const known = await agent.uploads.find(uploadId)
  if (known) return known
  const place = await imagePlace(storagePath, path)
  if (await exists(place)) throw placeTaken(place)
  await requireSpace(place, reserveMiB)
  const received = receivedAt(place, uploadId)
  await rm(received, { force: true })
  await (await open(received, 'wx', 0o644)).close()
  return agent.uploads.add(uploadId, { received, sizeBytes, stepId })
}

/** Errors: BAD_INPUT, DUPLICATE, DISK_FULL. */
export const beginUpload = (agent: Agent, call: UploadPlace & { stepId: string; sizeBytes: number }): Promise<{ offset: number }> =>
  agent.turns.take(`upload ${call.uploadId}`, async () => ({ offset: (await ensureIncoming(agent, call, call.stepId, call.sizeBytes)).offset }))

/** Errors: NOT_FOUND. */
export const uploadState = async (agent: Agent, { uploadId }: { uploadId: string }): Promise<{ offset: number }> => ({ offset: (await agent.uploads.need(uploadId)).offset })
