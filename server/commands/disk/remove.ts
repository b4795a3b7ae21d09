import { queueDiskJob } from '@/server/workflows/queue'
import { diskDelete } from '@/server/workflows/disk/delete'
import type { CommandContext } from '../vm/context'
import { withDisk } from './act'

/** Deletes the disk with its data. Errors: NOT_FOUND, WRONG_STATE, LOCKED, HOST_UNREACHABLE. */
export async function removeDisk({ db, user, now, newId }: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'delete', (tx, { disk, vm }) =>
    queueDiskJob(tx, diskDelete, { id: jobId, input: { diskId: id, vmId: disk.vmId, seat: disk.seat }, disk, vm, user }, now))
  return { jobId }
}
