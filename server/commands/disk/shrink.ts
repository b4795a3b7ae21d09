import { AppError } from '@/server/domain/error'
import { checkShrink } from '@/server/domain/disk/check'
import { findingDetail } from '@/server/domain/vm/validate'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskShrink } from '@/server/workflows/disk/shrink'
import type { CommandContext } from '../vm/context'
import { refuseShared, withDisk } from './act'

/** Cuts the end of the disk off, with what lies there. Errors: NOT_FOUND, BAD_INPUT, WRONG_STATE, IN_USE, LOCKED, HOST_UNREACHABLE. */
export async function shrinkDisk({ db, user, now, newId }: CommandContext, { id, sizeMiB }: { id: string; sizeMiB: number }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'shrink', async (tx, { disk, vm }) => {
    const [finding] = checkShrink(sizeMiB, disk.sizeMiB)
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
    await refuseShared(tx, disk)
    await queueDiskJob(tx, diskShrink, { id: jobId, input: { diskId: id, vmId: disk.vmId, sizeMiB }, disk, vm, user }, now)
  })
  return { jobId }
}
