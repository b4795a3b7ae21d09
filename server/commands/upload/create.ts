import type { CreateUpload, FetchImage } from '@/server/contract/api/upload'
import type { UploadFormat } from '@/server/contract/agent/upload'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { AppError } from '@/server/domain/error'
import { checkFetch, checkUpload, keptFormat } from '@/server/domain/upload/check'
import { findingDetail } from '@/server/domain/vm/validate'
import type { Finding } from '@/server/domain/vm/validate'
import type { Tx } from '@/server/store/db'
import { mediaDomainFor, domainFor } from '@/server/store/disk/ground'
import { insertDisk } from '@/server/store/disk/write'
import { requireRoom } from '@/server/store/storage-domain/room'
import { isPlaceAwaited, unfinishedTwin } from '@/server/store/upload/read'
import { insertUpload, lockUploads } from '@/server/store/upload/write'
import type { NewUpload } from '@/server/store/upload/write'
import { queueDiskJob, queueDomainJob } from '@/server/workflows/queue'
import { imageFetch, imageUpload } from '@/server/workflows/upload/upload'
import type { CommandContext } from '../vm/context'

interface Made {
  id: string
  jobId: string
  diskId: string | null
}

const refuse = ([finding]: readonly Finding[]): void => {
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
}

type Source = Pick<NewUpload, 'fileName' | 'url' | 'sizeBytes' | 'headSha256'>
interface Image {
  storageDomainId: string
  format: UploadFormat
  name: string
  sha256: string | null
}

const taken = (name: string): AppError =>
  new AppError('DUPLICATE', `A file ${name} is on its way into this storage domain already.`, { field: 'name', reason: { code: 'upload_awaited', params: { name } } })

/** Writes what is wanted, and its job, in one transaction. Errors: NOT_FOUND, BAD_INPUT, DUPLICATE, WRONG_STATE of the storage domain. */
async function begin(tx: Tx, { user, now, newId }: CommandContext, { storageDomainId, format, name, sha256 }: Image, source: Source): Promise<Made> {
  const domain = format === 'iso' ? await mediaDomainFor(tx, storageDomainId) : await domainFor(tx, storageDomainId, null)
  const sizeMiB = Math.max(1, Math.ceil((source.sizeBytes ?? 0) / 1024 ** 2))
  await requireRoom(tx, domain.id, sizeMiB, 'storageDomainId')
  const workflow = source.url === null ? imageUpload : imageFetch
  const id = newId()
  const upload = { id, storageDomainId, format, wantedSha256: sha256, userId: user?.id ?? null, ...source }
  if (format === 'iso') {
    const path = `${domain.path}/iso/${name}`
    await lockUploads(tx, storageDomainId)
    if (await isPlaceAwaited(tx, path)) throw taken(name)
    await queueDomainJob(tx, workflow, { id, input: { uploadId: id, diskId: null }, domain: { id: domain.id, name }, user }, now)
    await insertUpload(tx, { ...upload, diskId: null, path }, now)
    return { id, jobId: id, diskId: null }
  }
  const [diskId, kept] = [newId(), keptFormat(format)]
  const path = `${domain.path}/images/${diskId}.${kept}`
  await insertDisk(tx, { id: diskId, name, sizeMiB, format: kept, allocation: 'thin', path, storageDomainId, bus: 'virtio', target: '', position: 0, options: DiskOptions.parse({}) }, now)
  await queueDiskJob(tx, workflow, { id, input: { uploadId: id, diskId }, disk: { id: diskId, name }, vm: null, user }, now)
  await insertUpload(tx, { ...upload, diskId, path }, now)
  return { id, jobId: id, diskId }
}

/** A file whose bytes its owner will send; the same one that is not complete is gone on with. Errors: BAD_INPUT, NOT_FOUND, DUPLICATE. */
export async function createUpload(context: CommandContext, { fileName, sizeBytes, headSha256, ...image }: CreateUpload): Promise<Made & { resumed: boolean }> {
  refuse(checkUpload({ ...image, sizeBytes }))
  const { db, user } = context
  return db.$transaction(async tx => {
    const { storageDomainId, format } = image
    const twin = user && headSha256 ? await unfinishedTwin(tx, { userId: user.id, storageDomainId, format, fileName, sizeBytes, headSha256 }) : null
    if (twin) return { ...twin, jobId: twin.id, resumed: true }
    return { ...(await begin(tx, context, image, { fileName, sizeBytes, headSha256, url: null })), resumed: false }
  })
}

/** A file that a host fetches. Errors: as above. */
export async function fetchImage(context: CommandContext, { url, ...image }: FetchImage): Promise<Made> {
  refuse(checkFetch({ ...image, url }))
  const fileName = (new URL(url).pathname.split('/').at(-1) ?? '').slice(0, 255) || image.name
  return context.db.$transaction(tx => begin(tx, context, image, { fileName, url, sizeBytes: null, headSha256: null }))
}
