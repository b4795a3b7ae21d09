import type { UploadFormat } from '@/server/contract/agent/upload'
import { change } from '../change'
import type { Db, Tx } from '../db'

export interface NewUpload {
  /** The job's. */
  id: string
  storageDomainId: string
  diskId: string | null
  path: string
  fileName: string
  format: UploadFormat
  url: string | null
  sizeBytes: number | null
  headSha256: string | null
  wantedSha256: string | null
  userId: string | null
}

export const insertUpload = (tx: Tx, { sizeBytes, ...upload }: NewUpload, now: Date) =>
  tx.upload.create({ data: { ...upload, sizeBytes: sizeBytes === null ? null : BigInt(sizeBytes), seenAt: now, createdAt: now }, select: { id: true } })

/** One command at a time begins uploads into a storage domain, until its transaction ends: no two get one place. */
export const lockUploads = (tx: Tx, storageDomainId: string) => tx.$queryRaw`SELECT 1 FROM "storage_domain" WHERE "id" = ${storageDomainId}::uuid FOR UPDATE`

/** A host takes it in from now on, and has so much of it already. */
export const noteBegun = (db: Db, id: string, { hostId, offset }: { hostId: string; offset: number }): Promise<void> => db.$transaction(async tx => {
  await tx.upload.updateMany({ where: { id }, data: { hostId } })
  await noteOffset(tx, id, offset)
})

/** What the host has only grows: a late word of an earlier piece must not hide a later one. Tells the job's topic, where the job waits. */
async function noteOffset(tx: Tx, id: string, offset: number): Promise<void> {
  const { count } = await tx.upload.updateMany({ where: { id, receivedBytes: { lt: BigInt(offset) } }, data: { receivedBytes: BigInt(offset) } })
  if (count > 0) await change(tx, 'jobs', id)
}

/** Its owner is here, at a moment; `offset` = how much the host has. */
export const notePiece = (db: Db, id: string, { offset, seenAt }: { offset?: number; seenAt: Date }): Promise<void> => db.$transaction(async tx => {
  await tx.upload.updateMany({ where: { id }, data: { seenAt } })
  if (offset !== undefined) await noteOffset(tx, id, offset)
})

/** The whole of it is there. */
export const noteSize = (db: Db, id: string, sizeBytes: number) => db.upload.updateMany({ where: { id }, data: { sizeBytes: BigInt(sizeBytes), receivedBytes: BigInt(sizeBytes) } })

/** The image is there: the row of its disk, if it is one, says what it is. */
export const noteResult = (db: Db, { id, diskId, storageDomain }: { id: string; diskId: string | null; storageDomain: { id: string } }, { sha256, sizeMiB, allocatedMiB }: { sha256: string; sizeMiB: number; allocatedMiB: number }): Promise<void> =>
  db.$transaction(async tx => {
    await tx.upload.updateMany({ where: { id }, data: { sha256 } })
    // Pages that list its CD images look again.
    await change(tx, 'storage-domains', storageDomain.id)
    if (diskId === null) return
    await tx.disk.updateMany({ where: { id: diskId }, data: { sizeMiB, allocatedMiB } })
    await change(tx, 'disks', diskId)
  })
