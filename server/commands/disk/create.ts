import type { CreateDisk } from '@/server/contract/api/disk'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { AppError } from '@/server/domain/error'
import { checkDisk } from '@/server/domain/disk/check'
import { merge } from '@/server/domain/vm/hardware/merge'
import { findingDetail } from '@/server/domain/vm/validate'
import { insertDisk } from '@/server/store/disk/write'
import type { Seat } from '@/server/store/disk/write'
import { domainFor, homeDomain } from '@/server/store/disk/ground'
import { requireRoom } from '@/server/store/storage-domain/room'
import { lockVm } from '@/server/store/vm/facts'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskCreate } from '@/server/workflows/disk/create'
import { mustAllow } from '../vm/refuse'
import type { CommandContext } from '../vm/context'
import { seatIn } from './seat'

type Wish = Omit<CreateDisk, 'storageDomainId'> & { storageDomainId?: string | undefined }
interface Made {
  id: string
  jobId: string
}

/** Errors: BAD_INPUT. */
function refuseBad({ name, sizeMiB, format, options }: Wish): void {
  const [finding] = checkDisk({ name, sizeMiB, format, shareable: options.shareable ?? false })
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding))
}

/** An empty disk of no machine. Errors: BAD_INPUT, NOT_FOUND, WRONG_STATE of the storage domain. */
export async function createDisk({ db, user, now, newId }: CommandContext, wish: CreateDisk): Promise<Made> {
  refuseBad(wish)
  const [id, jobId] = [newId(), newId()]
  const seat: Seat = { bus: wish.bus, target: '', position: 0, options: merge(DiskOptions.parse({}), wish.options) }
  await db.$transaction(async tx => {
    const domain = await domainFor(tx, wish.storageDomainId, null)
    await requireRoom(tx, domain.id, wish.sizeMiB, 'storageDomainId')
    await insertDisk(tx, rowOf(id, wish, domain, seat), now)
    await queueDiskJob(tx, diskCreate, { id: jobId, input: { diskId: id, vmId: null, seat }, disk: { id, name: wish.name }, vm: null, user }, now)
  })
  return { id, jobId }
}

/** An empty disk for a machine, beside its first one unless told otherwise. Errors: as above, WRONG_STATE, LOCKED, HOST_UNREACHABLE. */
export async function createVmDisk({ db, user, now, newId }: CommandContext, { id: vmId, ...wish }: Wish & { id: string }): Promise<Made> {
  refuseBad(wish)
  const [id, jobId] = [newId(), newId()]
  await db.$transaction(async tx => {
    const vm = await lockVm(tx, vmId)
    mustAllow('disks', vm)
    const seat = await seatIn(tx, vm, wish)
    const domain = wish.storageDomainId ? await domainFor(tx, wish.storageDomainId, vm) : await homeDomain(tx, vm)
    await requireRoom(tx, domain.id, wish.sizeMiB, 'storageDomainId')
    await insertDisk(tx, rowOf(id, wish, domain, seat), now)
    await queueDiskJob(tx, diskCreate, { id: jobId, input: { diskId: id, vmId, seat }, disk: { id, name: wish.name }, vm: { id: vmId, name: vm.name }, user }, now)
  })
  return { id, jobId }
}

const rowOf = (id: string, { name, sizeMiB, format, allocation }: Wish, domain: { id: string; path: string }, seat: Seat) => ({
  id, name, sizeMiB, format, allocation, ...seat, storageDomainId: domain.id, path: `${domain.path}/images/${id}.${format}`,
})
