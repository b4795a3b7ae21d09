import { Initialization } from '@/server/contract/initialization'
import type { Db } from '../db'

/** A password that a guest's medium needed as it is: the medium is written, so nobody needs it here any more. */
export async function forgetAdminPassword(db: Db, vmId: string): Promise<void> {
  const row = await db.vm.findUnique({ where: { id: vmId }, select: { initialization: true } })
  if (!row?.initialization) return
  await db.vm.update({ where: { id: vmId }, data: { initialization: { ...Initialization.parse(row.initialization), adminPassword: '' } }, select: { id: true } })
}
