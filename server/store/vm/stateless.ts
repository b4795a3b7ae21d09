import { DiskOptions } from '@/server/contract/hardware/disk'
import { offStates } from '@/server/domain/vm/observed'
import { change } from '../change'
import type { Db, Tx } from '../db'

/** This run of the machine writes to overlays that are thrown away when it is off, or writes to its disks again. */
export const setStatelessRun = (db: Db, id: string, statelessRun: boolean): Promise<void> => db.$transaction(async tx => {
  const { count } = await tx.vm.updateMany({ where: { id, statelessRun: !statelessRun }, data: { statelessRun } })
  if (count > 0) await change(tx, 'vms', id)
})

/** How long a machine is left alone whose changes could not be dropped. */
const againMs = 60_000

/** Machines that are off after a stateless run, on one of these hosts or on none, and held by no job: what they have written is to be dropped. */
export async function spentVms(db: Db, hostIds: readonly string[], now: Date): Promise<string[]> {
  const rows = await db.vm.findMany({
    where: { statelessRun: true, jobId: null, observedState: { in: [...offStates] }, OR: [{ hostId: null }, { hostId: { in: [...hostIds] }, host: { status: 'up', libvirt: 'up' } }] },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const recent = await db.job.findMany({
    where: { kind: 'vm.drop_changes', subjectId: { in: rows.map(({ id }) => id) }, createdAt: { gt: new Date(now.getTime() - againMs) }, state: 'failed' }, select: { subjectId: true },
  })
  return rows.map(({ id }) => id).filter(id => !recent.some(({ subjectId }) => subjectId === id))
}

/** What decides whether a start is a stateless one. Null = no such machine. */
export async function wishOfStart(db: Tx, id: string) {
  const vm = await db.vm.findUnique({ where: { id }, select: { name: true, stateless: true, external: true, disks: { select: { name: true, options: true } } } })
  if (!vm) return null
  return { ...vm, disks: vm.disks.map(({ name, options }) => ({ name, shareable: DiskOptions.parse(options).shareable })) }
}
