import type { DiskSpec } from '@/server/contract/agent/vm'
import { change } from '../change'
import type { Db } from '../db'
import { appendEvent } from '../event'

export interface DiskPlace {
  storageDomainId: string
  path: string
  format: DiskSpec['format']
  allocation: string
  templateId: string | null
  allocatedMiB?: number | null
}

/** From now on the disk is that image. */
export const placeDisk = (db: Db, id: string, { storageDomainId, path, format, allocation, templateId, allocatedMiB }: DiskPlace): Promise<void> => db.$transaction(async tx => {
  const before = await tx.disk.findUnique({ where: { id }, select: { vmId: true, storageDomainId: true } })
  if (!before) return
  await tx.disk.update({
    where: { id }, data: { storageDomainId, path, format, allocation, templateId, ...(allocatedMiB === undefined ? {} : { allocatedMiB }) }, select: { id: true },
  })
  await change(tx, 'disks', id)
  if (before.vmId) await change(tx, 'vms', before.vmId)
  for (const domain of new Set([before.storageDomainId, storageDomainId])) await change(tx, 'storage-domains', domain)
})

/** An image that nothing speaks of any more could not be removed. */
export const recordLeftImage = (
  db: Db, { jobId, user }: { jobId: string; user: { id: string; username: string } | null }, { diskId, path, why }: { diskId: string; path: string; why: string },
): Promise<void> => db.$transaction(async tx => {
  const disk = await tx.disk.findUnique({ where: { id: diskId }, select: { name: true } })
  const name = disk?.name ?? diskId
  await appendEvent(tx, {
    code: 'disk.image_left', severity: 'warning', params: { path, why }, message: `${name} has moved, but its old image ${path} was not removed: ${why}`,
    subject: { type: 'disk', id: diskId, name }, user, jobId,
  })
})
