import type { Db } from '../db'

/** Our machines on one of these hosts, held by no job, of which nothing was observed there yet. */
export async function unobservedVms(db: Db, hostIds: readonly string[]) {
  const rows = await db.vm.findMany({
    where: { hostId: { in: [...hostIds] }, jobId: null, observedAt: null, host: { status: 'up', libvirt: 'up' } },
    select: { id: true, host: { select: { id: true, name: true, clusterId: true } } },
    orderBy: { id: 'asc' },
  })
  return rows.flatMap(({ id, host }) => (host ? [{ id, host }] : []))
}
