import type { Db } from '../db'

/** Our machines, held by no job, of which one of these hosts has another autostart than is wanted. */
export const autostartDrift = (db: Db, hostIds: readonly string[]) => db.vm.findMany({
  where: {
    hostId: { in: [...hostIds] }, external: false, jobId: null,
    OR: [{ autostart: true, observedAutostart: false }, { autostart: false, observedAutostart: true }],
  },
  select: { id: true, hostId: true, autostart: true, generation: true },
  orderBy: { id: 'asc' },
})
