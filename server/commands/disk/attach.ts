import type { DiskSpec } from '@/server/contract/agent/vm'
import type { DiskOptions } from '@/server/contract/hardware/disk'
import type { Patch } from '@/server/contract/hardware/patch'
import { AppError } from '@/server/domain/error'
import type { Tx } from '@/server/store/db'
import { lockDisk } from '@/server/store/disk/facts'
import { requireAttached } from '@/server/store/disk/ground'
import { insertShare } from '@/server/store/disk/write'
import { lockVm } from '@/server/store/vm/facts'
import { queueDiskJob } from '@/server/workflows/queue'
import { diskAttach } from '@/server/workflows/disk/attach'
import { mustAllow } from '../vm/refuse'
import type { CommandContext } from '../vm/context'
import { mustAllowDisk } from './act'
import { seatIn } from './seat'

export interface AttachWish {
  /** The machine. */
  id: string
  diskId: string
  bus?: DiskSpec['bus'] | undefined
  options?: Patch<DiskOptions> | undefined
}

/**
 * A floating disk becomes the machine's; of a shareable disk that another machine has, the machine gets the same image. Errors: NOT_FOUND,
 * BAD_INPUT, WRONG_STATE, IN_USE, LOCKED, HOST_UNREACHABLE.
 */
export async function attachDisk({ db, user, now, newId }: CommandContext, { id: vmId, diskId, bus, options }: AttachWish): Promise<{ jobId: string }> {
  const [jobId, shareId] = [newId(), newId()]
  await db.$transaction(async tx => {
    const vm = await lockVm(tx, vmId)
    mustAllow('disks', vm)
    const disk = await lockDisk(tx, diskId, 'diskId')
    // The other machine only goes on with it: its own state does not matter.
    mustAllowDisk('attach', disk, disk.vmId === null ? null : vm)
    await refuseTwice(tx, { id: vmId, name: vm.name }, disk)
    await requireAttached(tx, disk.storageDomain, vm)
    const seat = await seatIn(tx, vm, { bus: bus ?? disk.seat.bus, options, format: disk.format }, disk.seat.options)
    const share = disk.vmId !== null
    if (share) await insertShare(tx, { of: diskId, id: shareId, ...seat }, now)
    const id = share ? shareId : diskId
    await queueDiskJob(tx, diskAttach, { id: jobId, input: { diskId: id, vmId, seat, before: disk.seat, share }, disk: { id, name: disk.name }, vm: { id: vmId, name: vm.name }, user }, now)
  })
  return { jobId }
}

/** Errors: IN_USE when the machine has the image already. */
async function refuseTwice(tx: Tx, vm: { id: string; name: string }, { name, path }: { name: string; path: string }): Promise<void> {
  if ((await tx.disk.count({ where: { vmId: vm.id, path } })) === 0) return
  throw new AppError('IN_USE', `${vm.name} has the disk ${name} already.`, { field: 'diskId', subject: { type: 'vm', ...vm }, reason: { code: 'disk_twice', params: { disk: name, vm: vm.name } } })
}
