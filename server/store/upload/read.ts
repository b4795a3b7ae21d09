import type { Upload } from '@/server/contract/api/upload'
import { uploadFormats } from '@/server/contract/agent/upload'
import type { UploadFormat } from '@/server/contract/agent/upload'
import type { JobState } from '@/server/contract/api/activity'
import type { PlainError } from '@/server/domain/error'
import type { Db, Tx } from '../db'
import type { Prisma } from '../generated/client'

const select = {
  id: true, diskId: true, path: true, fileName: true, format: true, url: true, sizeBytes: true, headSha256: true, wantedSha256: true, sha256: true, hostId: true, receivedBytes: true,
  seenAt: true, createdAt: true, userId: true, storageDomain: { select: { id: true, name: true, path: true } }, job: { select: { state: true, error: true, endedAt: true } },
} satisfies Prisma.UploadSelect
type Row = Prisma.UploadGetPayload<{ select: typeof select }>

export interface UploadFacts extends Omit<Row, 'format' | 'sizeBytes' | 'receivedBytes'> {
  format: UploadFormat
  sizeBytes: number | null
  receivedBytes: number
}

const factsOf = ({ format, sizeBytes, receivedBytes, ...row }: Row): UploadFacts => ({
  ...row, format: uploadFormats.find(each => each === format) ?? 'raw', sizeBytes: sizeBytes === null ? null : Number(sizeBytes), receivedBytes: Number(receivedBytes),
})

/** Null = there is no such upload. */
export async function uploadFacts(tx: Tx, id: string): Promise<UploadFacts | null> {
  const row = await tx.upload.findUnique({ where: { id }, select })
  return row && factsOf(row)
}

/** One that is not complete, of the same file by the same user into the same storage domain. */
export const unfinishedTwin = (tx: Tx, { userId, storageDomainId, format, fileName, sizeBytes, headSha256 }: { userId: string; storageDomainId: string; format: string; fileName: string; sizeBytes: number; headSha256: string }) =>
  tx.upload.findFirst({
    where: { userId, storageDomainId, format, fileName, sizeBytes: BigInt(sizeBytes), headSha256, sha256: null, job: { endedAt: null, cancelAsked: false } },
    orderBy: { createdAt: 'desc' }, select: { id: true, diskId: true },
  })

/** Is a file on its way to that place? */
export const isPlaceAwaited = async (tx: Tx, path: string): Promise<boolean> => (await tx.upload.count({ where: { path, job: { endedAt: null } } })) > 0

const recentMs = 3_600_000

async function views(db: Db, rows: readonly UploadFacts[]): Promise<Upload[]> {
  const disks = await db.disk.findMany({ where: { id: { in: rows.flatMap(({ diskId }) => diskId ?? []) } }, select: { id: true, name: true } })
  return rows.map(({ storageDomain: { id, name }, diskId, job, receivedBytes, wantedSha256: _, path: __, hostId: ___, seenAt: ____, userId: _____, createdAt, ...row }) => {
    const error = job.error as PlainError | null
    return {
      ...row, offset: receivedBytes, storageDomain: { id, name }, disk: disks.find(disk => disk.id === diskId) ?? null, state: job.state as JobState,
      error: error && { code: error.reason?.code ?? error.code, params: error.reason?.params ?? {}, text: error.message }, createdAt: createdAt.toISOString(),
    }
  })
}

/** Those on their way, and those of the last hour, newest first. */
export async function listUploads(db: Db, userId: string, now: Date): Promise<Upload[]> {
  const recent = new Date(now.getTime() - recentMs)
  const rows = await db.upload.findMany({ where: { userId, job: { OR: [{ endedAt: null }, { endedAt: { gt: recent } }] } }, orderBy: { createdAt: 'desc' }, take: 100, select })
  return views(db, rows.map(factsOf))
}

export const viewUpload = async (db: Db, facts: UploadFacts): Promise<Upload> => {
  const [view] = await views(db, [facts])
  if (!view) throw new Error('No view of an upload.')
  return view
}
