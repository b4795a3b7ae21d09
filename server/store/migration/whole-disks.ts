import type { Tx } from '../db'

/** Disks that were copied whole are based on nothing any more. */
export const wholeDisks = (tx: Tx, ids: readonly string[]): Promise<unknown> =>
  tx.disk.updateMany({ where: { id: { in: [...ids] }, allocation: 'thin' }, data: { allocation: 'copy' } })
