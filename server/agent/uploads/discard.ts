import { rm } from 'node:fs/promises'
import type { UploadPlace } from '@/server/contract/agent/upload'
import type { Agent } from '@/server/agent/agent'
import { ensureDiskAbsent } from '@/server/agent/disks/ensure-absent'
import { imagePlace } from '@/server/agent/disks/place'
import { abortWork } from '@/server/agent/disks/under-way'
import { receivedAt } from './begin'

const abortMs = 500

/** Errors: BAD_INPUT, IN_USE, LIBVIRT. */
export const discardUpload = async (agent: Agent, { uploadId, storagePath, path }: UploadPlace): Promise<Record<string, never>> => {
  const place = await imagePlace(storagePath, path)
  const received = receivedAt(place, uploadId)
  const abort = () => {
    for (const file of [received, `${place}.partial`]) abortWork(file)
  }
  ;(await agent.uploads.find(uploadId))?.stop?.()
  abort()
  // Whoever works on it holds the turn, and may be between two pieces of work that can be ended.
  const timer = setInterval(abort, abortMs)
  return agent.turns.take(`upload ${uploadId}`, async () => {
    clearInterval(timer)
    const incoming = await agent.uploads.find(uploadId)
    await incoming?.syncing
    // Without a result the image at that place, if there is one, is another's.
    if (incoming?.record.result) await ensureDiskAbsent(agent, { storagePath, path })
    if (incoming) await rm(`${place}.partial`, { force: true })
    await rm(received, { force: true })
    await agent.uploads.forget(uploadId)
    return {}
  })
}
