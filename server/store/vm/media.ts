import type { Db } from '../db'

/** A machine that has that file in a drive, or boots it. */
export const mediaUser = (db: Db, path: string): Promise<{ id: string; name: string } | null> =>
  db.vm.findFirst({
    where: {
      OR: [
        { hardware: { path: ['cdroms'], array_contains: [{ path }] } }, { hardware: { path: ['boot', 'kernel', 'path'], equals: path } }, { hardware: { path: ['boot', 'kernel', 'initrd'], equals: path } },
      ],
    },
    select: { id: true, name: true },
  })
