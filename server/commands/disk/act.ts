import type { DiskActionName } from '@/server/contract/api/disk'
import { AppError } from '@/server/domain/error'
import type { ErrorCode } from '@/server/domain/error'
import { diskAction } from '@/server/domain/disk/rules'
import type { Db, Tx } from '@/server/store/db'
import { lockDisk, machineOf } from '@/server/store/disk/facts'
import type { LockedDisk } from '@/server/store/disk/facts'
import { lockVm } from '@/server/store/vm/facts'
import type { LockedVm } from '@/server/store/vm/facts'

const codes: Record<string, ErrorCode> = { busy: 'LOCKED', disk_busy: 'LOCKED', host_status: 'HOST_UNREACHABLE', libvirt_down: 'HOST_UNREACHABLE', disk_attached: 'IN_USE', disk_in_use: 'IN_USE' }
const verbs: Record<DiskActionName, string> = { attach: 'attached', detach: 'detached', resize: 'resized', shrink: 'made smaller', check: 'checked', repair: 'repaired', copy: 'copied', move: 'moved', download: 'downloaded', delete: 'deleted' }

/** The same rules as the greyed button. Errors: WRONG_STATE, LOCKED, IN_USE, HOST_UNREACHABLE. */
export function mustAllowDisk(action: DiskActionName, disk: LockedDisk, vm: LockedVm | null): void {
  const { allowed, reason } = diskAction(action, { job: disk.job, shareable: disk.seat.options.shareable, format: disk.format, lun: disk.seat.options.device === 'lun', position: disk.seat.position, vm: vm?.facts ?? null })
  if (allowed || !reason) return
  throw new AppError(codes[reason.code] ?? 'WRONG_STATE', `The disk ${disk.name} can't be ${verbs[action]} now. ${reason.text}`, {
    subject: { type: 'disk', id: disk.id, name: disk.name }, reason: { code: reason.code, params: reason.params },
  })
}

/** A second machine would not be told, and may work on the image at this moment. Errors: IN_USE. */
export async function refuseShared(tx: Tx, { id, name, path }: Pick<LockedDisk, 'id' | 'name' | 'path'>): Promise<void> {
  if ((await tx.disk.count({ where: { path } })) <= 1) return
  throw new AppError('IN_USE', `The disk ${name} is shared by several machines: this can be done while one alone has it.`, {
    subject: { type: 'disk', id, name }, reason: { code: 'disk_shared', params: {} },
  })
}

export interface Held {
  disk: LockedDisk
  vm: LockedVm | null
}

/** Locks the rows of the disk and of its machine, and decides. Errors: NOT_FOUND, and as `mustAllowDisk`. */
export const withDisk = <T>(db: Db, id: string, action: DiskActionName, work: (tx: Tx, held: Held) => Promise<T>): Promise<T> =>
  db.$transaction(async tx => {
    const vmId = await machineOf(tx, id)
    const vm = vmId ? await lockVm(tx, vmId) : null
    const disk = await lockDisk(tx, id)
    if (disk.vmId !== vmId) throw new AppError('LOCKED', `The disk ${disk.name} is just changing its machine.`, { subject: { type: 'disk', id, name: disk.name } })
    mustAllowDisk(action, disk, vm)
    return work(tx, { disk, vm })
  })
