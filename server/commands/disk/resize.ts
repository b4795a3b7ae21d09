import { AppError } from '@/server/domain/error'
import { checkGrowth } from '@/server/domain/disk/check'
import { findingDetail } from '@/server/domain/vm/validate'
import { requireRoom } from '@/server/store/storage-domain/room'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskResize } from '@/server/workflows/disk/resize'
import type { CommandContext } from '../vm/context'
import { withDisk } from './act'

/** Makes the disk larger. Errors: NOT_FOUND, BAD_INPUT, WRONG_STATE, LOCKED, HOST_UNREACHABLE. */
export async function resizeDisk({ db, user, now, newId }: CommandContext, { id, sizeMiB }: { id: string; sizeMiB: number }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'resize', async (tx, { disk, vm }) => {
    const [finding] = checkGrowth(sizeMiB, disk.sizeMiB)
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
    // A second machine would not be told, and may work on the image at this moment.
    if ((await tx.disk.count({ where: { path: disk.path } })) > 1) {
      throw new AppError('IN_USE', `The disk ${disk.name} is shared by several machines: it can be resized while one alone has it.`, {
        subject: { type: 'disk', id, name: disk.name }, reason: { code: 'disk_shared', params: {} },
      })
    }
    await requireRoom(tx, disk.storageDomain.id, sizeMiB - disk.sizeMiB)
    await queueDiskJob(tx, diskResize, { id: jobId, input: { diskId: id, vmId: disk.vmId, sizeMiB }, disk, vm, user }, now)
  })
  return { jobId }
}
