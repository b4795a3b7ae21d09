import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { AppError } from '@/server/domain/error'
import type { UploadFormat, UploadPlace, UploadResult } from '@/server/contract/agent/upload'
import { imageError, problem } from '@/server/domain/import/problem'
import type { Agent } from '@/server/agent/agent'
import { copyImage } from '@/server/agent/disks/copy'
import { exists, figures, publish, requireSpace, reserveMiB } from '@/server/agent/disks/ensure'
import { imagePlace } from '@/server/agent/disks/place'
import { checkImage, imageInfo, resizeImage } from '@/server/agent/disks/qemu-img'
import { beginWork } from '@/server/agent/disks/under-way'
import { measure } from '@/server/agent/imports/measure'
import { placeTaken } from './begin'
import { judgeImage, judgeIso } from './judge'
import { teller } from './teller'
import type { Incoming } from './uploads'

export interface FinishUpload extends UploadPlace {
  stepId: string
  name: string
  format: UploadFormat
  target: 'qcow2' | 'raw'
  sha256: string | null
}

const MiB = 1024 ** 2

const incomplete = (name: string, { offset, record }: Incoming): AppError =>
  new AppError('WRONG_STATE', `${name} is not complete: ${offset} of ${record.sizeBytes} bytes are here.`, { subject: { type: 'image', name } })

/** Read anew only when no one life of the agent has seen all of it. */
const digestOf = async (agent: Agent, { hash, record }: Incoming, { stepId, name }: FinishUpload): Promise<string> => {
  if (hash) return hash.copy().digest('hex')
  const { signal, end } = beginWork(record.received)
  const tell = teller(agent, stepId)
  const sum = createHash('sha256')
  let read = 0
  try {
    for await (const part of createReadStream(record.received, { highWaterMark: MiB, signal })) {
      sum.update(part as Buffer)
      read += (part as Buffer).length
      tell(read / record.sizeBytes)
    }
    return sum.digest('hex')
  } catch (error) {
    throw signal.aborted ? new AppError('CANCELLED', `Checking ${name} was stopped.`) : error
  } finally {
    end()
  }
}

/** The received file itself becomes the image: rounded up to whole MiB, by which disks are counted. */
const keepAsItIs = async (file: string, format: 'qcow2' | 'raw', sizeBytes: number) => {
  if (format === 'qcow2') await checkImage(file)
  if (sizeBytes % MiB !== 0) await resizeImage(file, format, Math.ceil(sizeBytes / MiB) * MiB)
  return imageInfo(file, format)
}

/** Judged, and made what is to lie at `place`: the received file or, of another format, a copy. */
const prepare = async (agent: Agent, call: FinishUpload, file: string, ready: string) => {
  const { name, format, target, stepId } = call
  if (format === 'iso') return judgeIso(file, name)
  const source = await judgeImage(file, name, format)
  const { sizeBytes, neededBytes } = await measure(source)
  if (sizeBytes < 512) throw imageError(name, problem('upload_empty', `${name} holds no disk: it is empty.`, { name }))
  if (format === target) return keepAsItIs(file, format, sizeBytes)
  await requireSpace(ready, reserveMiB + Math.ceil(neededBytes / MiB))
  await rm(ready, { force: true })
  await copyImage({ agent, stepId, source: { path: name, node: source.node }, target: { path: ready, format: target }, sizeBytes: Math.ceil(sizeBytes / MiB) * MiB })
  return imageInfo(ready, target)
}

const put = async (ready: string, place: string): Promise<void> => {
  if (await exists(place)) throw placeTaken(place)
  await publish(ready, place)
}

/** The sum is what it must be, and is kept. Errors: IMAGE_DAMAGED, CANCELLED. */
const checkSum = async (agent: Agent, incoming: Incoming, call: FinishUpload): Promise<string> => {
  const { name, sha256: wanted, uploadId } = call
  const sha256 = incoming.record.sha256 ?? (await digestOf(agent, incoming, call))
  if (wanted !== null && wanted !== sha256) {
    throw imageError(name, problem('upload_sum', `The SHA-256 of ${name} is ${sha256}, not ${wanted}.`, { name, found: sha256, wanted }))
  }
  await agent.uploads.keep(uploadId, incoming, { sha256 })
  return sha256
}

/** Errors: NOT_FOUND, WRONG_STATE, IMAGE_DAMAGED, DUPLICATE, DISK_FULL, TIMEOUT, CANCELLED. */
export const finishUpload = (agent: Agent, call: FinishUpload): Promise<UploadResult> =>
  agent.turns.take(`upload ${call.uploadId}`, async () => {
    const { uploadId, name, format, target } = call
    const incoming = await agent.uploads.need(uploadId)
    const { received, sizeBytes, result: before } = incoming.record
    const place = await imagePlace(call.storagePath, call.path)
    const ready = format === 'iso' || format === target ? received : `${place}.partial`
    if (before && (await exists(place))) return before
    if (incoming.offset !== sizeBytes) throw incomplete(name, incoming)
    const sha256 = await checkSum(agent, incoming, call)
    const result = before ?? { sha256, sizeBytes, ...figures(await prepare(agent, call, received, ready)) }
    // Written first: with the image there, it is known to be this upload's.
    await agent.uploads.keep(uploadId, incoming, { result })
    await put(ready, place)
    await rm(received, { force: true })
    return result
  })
