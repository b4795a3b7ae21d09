import { AppError } from '@/server/domain/error'
import { change } from '../change'
import type { Db, Tx } from '../db'
import { CopiedDisks } from './copied'

/** A disk that is to lie in another storage domain when its machine has moved. */
export interface DiskMove {
  diskId: string
  target: string
  path: string
  storagePath: string
  storageDomainId: string
}

interface Disk {
  id: string
  target: string
  path: string
}

/** It keeps its file name. Errors: NOT_FOUND. */
export async function diskMoves(db: Db | Tx, disks: readonly Disk[], wishes: readonly { diskId: string; storageDomainId: string }[] = []): Promise<DiskMove[]> {
  if (wishes.length === 0) return []
  const domains = await db.storageDomain.findMany({ where: { id: { in: wishes.map(({ storageDomainId }) => storageDomainId) } }, select: { id: true, path: true } })
  return wishes.map(({ diskId, storageDomainId }) => {
    const disk = disks.find(({ id }) => id === diskId)
    const domain = domains.find(({ id }) => id === storageDomainId)
    if (!disk) throw new AppError('NOT_FOUND', `The machine has no disk ${diskId}.`, { subject: { type: 'disk', id: diskId } })
    if (!domain) throw new AppError('NOT_FOUND', `There is no storage domain ${storageDomainId}.`, { subject: { type: 'storage-domain', id: storageDomainId } })
    return { diskId, target: disk.target, path: `${domain.path}/images/${disk.path.slice(disk.path.lastIndexOf('/') + 1)}`, storagePath: domain.path, storageDomainId }
  })
}

/**
 * The machine runs on that host: disks that its last migration has copied to another storage domain are there from now on. Right to do
 * twice, and long after the migration, when its end was not known at first.
 */
export async function recordMoves(tx: Tx, vmId: string, hostId: string): Promise<void> {
  const last = await tx.migration.findFirst({ where: { vmId }, orderBy: { startedAt: 'desc' }, select: { destinationId: true, copied: true, stepId: true } })
  if (!last?.stepId || last.destinationId !== hostId) return
  for (const { diskId, path, to } of CopiedDisks.safeParse(last.copied).data ?? []) {
    if (!to) continue
    const { count } = await tx.disk.updateMany({ where: { id: diskId, path }, data: { path: to.path, storageDomainId: to.storageDomainId } })
    if (count > 0) await change(tx, 'disks', diskId)
  }
}
