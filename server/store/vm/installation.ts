import { Installation } from '@/server/contract/installation'
import { change } from '../change'
import type { Db, Tx } from '../db'

const read = async (tx: Tx, id: string): Promise<Installation | null> => {
  const row = await tx.vm.findUnique({ where: { id }, select: { installation: true } })
  return row?.installation ? Installation.parse(row.installation) : null
}

/** Kernel and initrd lie beside its disk now; the answers, which may hold passwords, are in the initrd and are forgotten here. */
export const installerFetched = async (db: Db, id: string, commandLine: string): Promise<void> => {
  const installation = await read(db, id)
  if (installation?.type !== 'tree') return
  const next: Installation = { ...installation, commandLine, kickstart: null }
  await db.vm.update({ where: { id }, data: { installation: next }, select: { id: true } })
}

/** The start that boots the installation has happened: later ones boot the machine itself. */
export const installationBegun = (db: Db, id: string): Promise<void> => db.$transaction(async tx => {
  const installation = await read(tx, id)
  if (!installation?.pending) return
  await tx.vm.update({ where: { id }, data: { installation: { ...installation, pending: false } }, select: { id: true } })
  await change(tx, 'vms', id)
})
