import { diskImage, diskUnknown } from '@/server/store/disk/facts'
import type { Tx } from '@/server/store/db'

/** The image of a disk, as the jobs that copy it want to know it. Errors: NOT_FOUND. */
export async function placeOf(tx: Tx, id: string) {
  const [image, row] = await Promise.all([diskImage(tx, id), tx.disk.findUnique({ where: { id }, select: { allocation: true, templateId: true, allocatedMiB: true } })])
  if (!image || !row) throw diskUnknown(id)
  const { path, format, source, storageDomain } = image
  const allocation = row.allocation === 'preallocated' || row.allocation === 'copy' ? (row.allocation as 'preallocated' | 'copy') : ('thin' as const)
  return {
    storageDomainId: storageDomain.id, storagePath: storageDomain.path, path, format, allocation, templateId: row.templateId, allocatedMiB: row.allocatedMiB,
    backing: source && { path: source.path, format: source.format },
  }
}
