import type { MoveDisk } from '@/server/contract/api/disk'
import { AppError } from '@/server/domain/error'
import { checkMove } from '@/server/domain/disk/check'
import { movesLive } from '@/server/domain/disk/rules'
import { findingDetail } from '@/server/domain/vm/validate'
import { domainFor } from '@/server/store/disk/ground'
import { requireRoom } from '@/server/store/storage-domain/room'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskMove } from '@/server/workflows/disk/move'
import { diskMoveLive } from '@/server/workflows/disk/move-live'
import type { CommandContext } from '../vm/context'
import { refuseShared, withDisk } from './act'
import { placeOf } from './place'

/**
 * To another storage domain, another format or another allocation: what is left out stays as it is. Errors: NOT_FOUND, BAD_INPUT, WRONG_STATE, IN_USE, LOCKED,
 * HOST_UNREACHABLE.
 */
export async function moveDisk({ db, user, now, newId }: CommandContext, { id, ...wish }: MoveDisk): Promise<{ jobId: string }> {
  const jobId = newId()
  await withDisk(db, id, 'move', async (tx, { disk, vm }) => {
    await refuseShared(tx, disk)
    const from = await placeOf(tx, id)
    const domain = await domainFor(tx, wish.storageDomainId ?? from.storageDomainId, vm)
    const format = wish.format ?? from.format
    const allocation = wish.allocation ?? (from.allocation === 'preallocated' ? 'preallocated' : 'thin')
    const [finding] = checkMove(from, { storageDomainId: domain.id, format, allocation }, disk)
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
    if (domain.id !== from.storageDomainId) await requireRoom(tx, domain.id, disk.sizeMiB, 'storageDomainId')
    // A name of its own, so that an image that is there already is never taken for the copy.
    const path = `${domain.path}/images/${id}-${jobId.slice(0, 8)}.${format}`
    const to = { storageDomainId: domain.id, storagePath: domain.path, path, format, allocation }
    const job = { id: jobId, disk, vm, user }
    const input = { diskId: id, vmId: disk.vmId, from, to }
    if (movesLive(vm?.facts ?? null)) await queueDiskJob(tx, diskMoveLive, { ...job, input: { ...input, mibPerSecond: wish.mibPerSecond ?? null } }, now)
    else await queueDiskJob(tx, diskMove, { ...job, input }, now)
  })
  return { jobId }
}
