import type { DiskSpec } from '@/server/contract/agent/vm'
import type { DiskOptions } from '@/server/contract/hardware/disk'
import { change } from '../change'
import type { Db, Tx } from '../db'

export interface Seat {
  bus: DiskSpec['bus']
  target: string
  /** Place among the machine's disks. */
  position: number
  options: DiskOptions
}

export interface NewDisk extends Seat {
  id: string
  storageDomainId: string
  templateId?: string | null
  name: string
  path: string
  format: DiskSpec['format']
  sizeMiB: number
  allocation: string
}

const tell = async (tx: Tx, diskId: string, vmId: string | null): Promise<void> => {
  await change(tx, 'disks', diskId)
  if (vmId) await change(tx, 'vms', vmId)
}

/** Row of a floating disk, which its image has yet to follow. */
export async function insertDisk(tx: Tx, disk: NewDisk, now: Date): Promise<void> {
  await tx.disk.create({ data: { ...disk, createdAt: now }, select: { id: true } })
  await change(tx, 'disks', disk.id)
}

/** One more disk of the same image: for one more machine. */
export async function insertShare(tx: Tx, { of, id, ...seat }: Seat & { of: string; id: string }, now: Date): Promise<void> {
  const { storageDomainId, name, path, format, sizeMiB, allocation, allocatedMiB } = await tx.disk.findUniqueOrThrow({ where: { id: of } })
  await tx.disk.create({ data: { id, storageDomainId, name, path, format, sizeMiB, allocation, allocatedMiB, ...seat, createdAt: now }, select: { id: true } })
  await change(tx, 'disks', id)
}

/** The disk sits in that machine, or floats. */
export const seatDisk = (db: Db, id: string, vmId: string | null, seat: Partial<Seat>): Promise<void> => db.$transaction(async tx => {
  const before = await tx.disk.findUnique({ where: { id }, select: { vmId: true } })
  const { count } = await tx.disk.updateMany({ where: { id }, data: { vmId, ...seat } })
  if (count > 0) await tell(tx, id, vmId ?? before?.vmId ?? null)
})

/** Every disk of the same image has its new size. */
export const setDiskSize = (db: Db, id: string, { sizeMiB, allocatedMiB }: { sizeMiB: number; allocatedMiB?: number }): Promise<void> => db.$transaction(async tx => {
  const row = await tx.disk.findUnique({ where: { id }, select: { path: true } })
  if (!row) return
  const same = await tx.disk.findMany({ where: { path: row.path }, select: { id: true, vmId: true } })
  await tx.disk.updateMany({ where: { path: row.path }, data: { sizeMiB, ...(allocatedMiB === undefined ? {} : { allocatedMiB }) } })
  for (const disk of same) await tell(tx, disk.id, disk.vmId)
})

/** Forgets the disk. Unknown → nothing. */
export const forgetDisk = (db: Db, id: string): Promise<void> => db.$transaction(async tx => {
  const row = await tx.disk.findUnique({ where: { id }, select: { vmId: true } })
  if (!row) return
  await tx.disk.delete({ where: { id } })
  await tell(tx, id, row.vmId)
})

/** From now on this job holds the disk. */
export async function lockDiskForJob(tx: Tx, id: string, jobId: string): Promise<void> {
  await tx.disk.update({ where: { id }, data: { jobId }, select: { id: true } })
  await change(tx, 'disks', id)
}
