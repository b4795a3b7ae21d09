import { Initialization } from '@/server/contract/initialization'
import { change } from '../change'
import type { Db, Tx } from '../db'

const read = async (tx: Tx, id: string): Promise<Initialization | null> => {
  const row = await tx.vm.findUnique({ where: { id }, select: { initialization: true } })
  return row?.initialization ? Initialization.parse(row.initialization) : null
}

/** Windows machines that have shut down by themselves and still have the CD with their answers, on one of these hosts and held by no job. */
export async function answeredVms(db: Db, hostIds: readonly string[]): Promise<string[]> {
  const rows = await db.vm.findMany({
    where: {
      initialization: { path: ['kind'], equals: 'sysprep' }, jobId: null, external: false, observedState: 'down', observedReason: 'shutdown',
      hostId: { in: [...hostIds] }, host: { status: 'up', libvirt: 'up' },
    },
    select: { id: true, initialization: true },
    orderBy: { id: 'asc' },
  })
  return rows.filter(({ initialization }) => !Initialization.parse(initialization).done).map(({ id }) => id)
}

/** Its medium is no part of it any more. The row is locked by the caller. */
export async function forgetAnswers(tx: Tx, id: string): Promise<void> {
  const initialization = await read(tx, id)
  if (!initialization) return
  await tx.vm.update({ where: { id }, data: { initialization: { ...initialization, done: true } }, select: { id: true } })
  await change(tx, 'vms', id)
}
