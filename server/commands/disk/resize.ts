import { AppError } from '@/server/domain/error'
import { checkGrowth } from '@/server/domain/disk/check'
import { findingDetail } from '@/server/domain/vm/validate'
import { requireRoom } from '@/server/store/storage-domain/room'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskResize } from '@/server/workflows/disk/resize'
import type { CommandContext } from '../vm/context'
import { refuseShared, withDisk } from './act'

/** Makes the disk larger. Errors: NOT_FOUND, BAD_INPUT, WRONG_STATE, LOCKED, HOST_UNREACHABLE. */
export async function resizeDisk({ db, user, now, newId }: CommandContext, { id, sizeMiB }: { id: string; sizeMiB: number }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'resize', async (tx, { disk, vm }) => {
    const [finding] = checkGrowth(sizeMiB, disk.sizeMiB)
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
    await refuseShared(tx, disk)
    await requireRoom(tx, disk.storageDomain.id, sizeMiB - disk.sizeMiB)
    await queueDiskJob(tx, diskResize, { id: jobId, input: { diskId: id, vmId: disk.vmId, sizeMiB }, disk, vm, user }, now)
  })
  return { jobId }
}
