import { Installation } from '@/server/contract/installation'
import { isOff, offStates } from '@/server/domain/vm/observed'
import { change } from '../change'
import type { Db, Tx } from '../db'
import { appendEvent } from '../event'

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

/** What a start booted: `installs` = what the installation begins with; `restarts` = an installer that the machine is started again after. */
export const runBegun = (db: Db, id: string, { installs, restarts }: { installs: boolean; restarts: boolean }): Promise<void> => db.$transaction(async tx => {
  const installation = await read(tx, id)
  if (!installation) return
  const pending = installation.pending && !installs
  if (pending === installation.pending && restarts === installation.restarts) return
  await tx.vm.update({ where: { id }, data: { installation: { ...installation, pending, restarts } }, select: { id: true } })
  await change(tx, 'vms', id)
})

/** Machines whose installer has ended, on one of these hosts and held by no job. */
export const installerEnded = (db: Db, hostIds: readonly string[]): Promise<{ id: string }[]> => db.vm.findMany({
  where: {
    installation: { path: ['restarts'], equals: true }, jobId: null, observedState: { in: [...offStates] },
    hostId: { in: [...hostIds] }, host: { status: 'up', libvirt: 'up' },
  },
  select: { id: true },
  orderBy: { id: 'asc' },
})

/** The installer is done with, and told once. Null when it still runs. The row is locked by the caller. */
export async function installerDone(tx: Tx, id: string): Promise<'restart' | 'off' | null> {
  const installation = await read(tx, id)
  const { name, observedState, observedReason } = await tx.vm.findUniqueOrThrow({ where: { id }, select: { name: true, observedState: true, observedReason: true } })
  if (!installation?.restarts || !isOff(observedState)) return null
  const how = observedState === 'down' && observedReason === 'restart' ? 'restart' : 'off'
  await tx.vm.update({ where: { id }, data: { installation: { ...installation, restarts: false } }, select: { id: true } })
  await appendEvent(tx, {
    code: `vm.installer_${how}`, params: { name }, subject: { type: 'vm', id, name },
    message: how === 'restart' ? `The installer of ${name} restarts it: it is started from its disk.` : `${name} went off without a restart by its installer: it stays so, and its next start is from its disk.`,
  })
  await change(tx, 'vms', id)
  return how
}
