import type { Settings } from '@/server/contract/api/activity'
import type { Db, Tx } from './db'

/** Settings of the whole installation; those of one that is not set up yet are the defaults. */
export async function readSettings(db: Db | Tx): Promise<Settings> {
  const row = await db.instance.findFirst({ select: { fetchPrivate: true } })
  return { fetchPrivateAddresses: row?.fetchPrivate ?? false }
}

export const writeSettings = (tx: Tx, { fetchPrivateAddresses }: Settings) => tx.instance.updateMany({ data: { fetchPrivate: fetchPrivateAddresses } })

export const mayFetchPrivate = async (db: Db): Promise<boolean> => (await readSettings(db)).fetchPrivateAddresses
