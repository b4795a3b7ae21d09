import { change } from '../change'
import type { Db, Tx } from '../db'
import { Prisma } from '../generated/client'
import { refreshVmStatus } from './status'

/** Nothing was observed yet where the machine is now; on no host it is surely down. */
const unobserved = (hostId: string | null) =>
  ({ observedState: hostId === null ? 'down' : null, observedReason: '', observedGeneration: null, observedAutostart: null, observedDefinition: null, observedAt: null, runtime: Prisma.DbNull, running: Prisma.DbNull })

/**
 * Writes the host that has the machine defined, and forgets what was observed elsewhere. Only the job that holds the machine
 * may. What the new host reports from now on counts; when that was before, the reconciler asks it.
 */
export async function setVmHost(tx: Tx, id: string, hostId: string | null, now: Date): Promise<void> {
  const before = await tx.vm.findUnique({ where: { id }, select: { hostId: true } })
  if (!before || before.hostId === hostId) return
  await tx.vm.update({ where: { id }, data: { hostId, ...unobserved(hostId) }, select: { id: true } })
  await refreshVmStatus(tx, [id], now)
  await change(tx, 'vms', id)
}

/** What the machine does is not known: a call that may have started it was not answered. The next snapshot of its host will tell. */
export const markVmUnknown = (db: Db, id: string, now: Date): Promise<void> => db.$transaction(async tx => {
  await tx.vm.updateMany({ where: { id }, data: { observedState: null, observedReason: 'unknown' } })
  await refreshVmStatus(tx, [id], now)
  await change(tx, 'vms', id)
})

/**
 * Removes the rows of a machine: its disks, cards and samples with it; the disks to keep float from then on. The images are the
 * workflow's matter. Unknown → nothing.
 */
export const removeVmRows = (db: Db, id: string, keep: readonly string[] = []): Promise<void> => db.$transaction(async tx => {
  await tx.disk.updateMany({ where: { vmId: id, id: { in: [...keep] } }, data: { vmId: null, target: '', position: 0 } })
  await tx.disk.deleteMany({ where: { vmId: id } })
  const { count } = await tx.vm.deleteMany({ where: { id } })
  if (count > 0) await change(tx, 'vms', id)
})

export const setDiskAllocated = (tx: Tx, id: string, allocatedMiB: number) => tx.disk.updateMany({ where: { id }, data: { allocatedMiB } })

/** From now on this job holds the machine, and its status shows it. A job that held it before is the caller's matter. */
export async function lockVmForJob(tx: Tx, id: string, jobId: string, now: Date): Promise<void> {
  await tx.vm.update({ where: { id }, data: { jobId }, select: { id: true } })
  await refreshVmStatus(tx, [id], now)
}

/** What is observed of a machine, for steps that wait for it. Null = no such row. */
export const observedVm = (tx: Tx, id: string) => tx.vm.findUnique({
  where: { id }, select: { observedState: true, observedReason: true, hostId: true, generation: true, name: true },
})

/** Does another disk, of whatever machine, have the same image? */
export const isSharedImage = async (tx: Tx, { id, path }: { id: string; path: string }): Promise<boolean> => (await tx.disk.count({ where: { path, id: { not: id } } })) > 0

export const removeDiskRow = (tx: Tx, id: string) => tx.disk.deleteMany({ where: { id } })
