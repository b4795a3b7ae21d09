import type { Db, Tx } from './db'

/** This installation: its id and its certificate authority (PEM). */
export interface Instance {
  id: string
  ca: { certificate: string; key: string }
}

/** Null before the first set-up (`manager init`). */
export async function readInstance(db: Db | Tx): Promise<Instance | null> {
  const row = await db.instance.findFirst()
  return row ? { id: row.id, ca: { certificate: row.caCertificate, key: row.caKey } } : null
}
