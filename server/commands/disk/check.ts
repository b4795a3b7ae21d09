import type { DiskRepair } from '@/server/contract/agent/disk-check'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskCheck } from '@/server/workflows/disk/check'
import { diskRepair } from '@/server/workflows/disk/repair'
import type { CommandContext } from '../vm/context'
import { refuseShared, withDisk } from './act'

/** Looks the tables of the image through. Errors: NOT_FOUND, WRONG_STATE, IN_USE, LOCKED, HOST_UNREACHABLE. */
export async function checkDiskImage({ db, user, now, newId }: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'check', (tx, { disk, vm }) =>
    queueDiskJob(tx, diskCheck, { id: jobId, input: { diskId: id, vmId: disk.vmId }, disk, vm, user }, now))
  return { jobId }
}

/** Mends what a check has found. Errors: as above. */
export async function repairDiskImage({ db, user, now, newId }: CommandContext, { id, repair }: { id: string; repair: Exclude<DiskRepair, 'none'> }): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'repair', async (tx, { disk, vm }) => {
    await refuseShared(tx, disk)
    await queueDiskJob(tx, diskRepair, { id: jobId, input: { diskId: id, vmId: disk.vmId, repair }, disk, vm, user }, now)
  })
  return { jobId }
}
