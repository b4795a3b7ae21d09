import { queueDiskJob } from '@/server/workflows/queue'
import { diskDetach } from '@/server/workflows/disk/detach'
import type { CommandContext } from '../vm/context'
import { withDisk } from './act'

/** Takes the disk from its machine. Errors: NOT_FOUND, WRONG_STATE, LOCKED, HOST_UNREACHABLE. */
export async function detachDisk({ db, user, now, newId }: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'detach', (tx, { disk, vm }) =>
    queueDiskJob(tx, diskDetach, { id: jobId, input: { diskId: id, vmId: disk.vmId, seat: disk.seat }, disk, vm, user }, now))
  return { jobId }
}
