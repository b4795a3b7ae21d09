import type { CopyDisk } from '@/server/contract/api/disk'
import { AppError } from '@/server/domain/error'
import { checkDisk } from '@/server/domain/disk/check'
import { findingDetail } from '@/server/domain/vm/validate'
import { domainFor } from '@/server/store/disk/ground'
import { insertDisk, lockDiskForJob } from '@/server/store/disk/write'
import { requireRoom } from '@/server/store/storage-domain/room'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskCopy } from '@/server/workflows/disk/copy'
import type { CommandContext } from '../vm/context'
import { withDisk } from './act'
import { placeOf } from './place'

/** A new floating disk with what the other one holds. Errors: NOT_FOUND, BAD_INPUT, WRONG_STATE, IN_USE, LOCKED, HOST_UNREACHABLE. */
export async function copyDisk({ db, user, now, newId }: CommandContext, { id, name, storageDomainId, format, allocation }: CopyDisk): Promise<{ id: string; jobId: string }> {
  const [copyId, jobId] = [newId(), newId()]
  await withDisk(db, id, 'copy', async (tx, { disk, vm }) => {
    const [finding] = checkDisk({ name, sizeMiB: disk.sizeMiB, format, shareable: false })
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
    const domain = await domainFor(tx, storageDomainId, null)
    await requireRoom(tx, domain.id, disk.sizeMiB, 'storageDomainId')
    const to = { storageDomainId: domain.id, storagePath: domain.path, path: `${domain.path}/images/${copyId}.${format}`, format, allocation }
    // What tells one disk from another stays with the first.
    const options = { ...disk.seat.options, serial: '', wwn: null, bootOrder: null, shareable: false, readOnly: false }
    await insertDisk(tx, { id: copyId, name, sizeMiB: disk.sizeMiB, path: to.path, format, allocation, storageDomainId: domain.id, bus: disk.seat.bus, target: '', position: 0, options }, now)
    await queueDiskJob(tx, diskCopy, { id: jobId, input: { diskId: id, vmId: disk.vmId, copyId, from: await placeOf(tx, id), to }, disk, vm, user }, now)
    await lockDiskForJob(tx, copyId, jobId)
  })
  return { id: copyId, jobId }
}
