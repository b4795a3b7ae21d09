import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'

/** The audit trail remembers who has switched disk locks on. */
export async function tellDiskLocks(db: Db, { hostId, user }: { hostId: string; user: { id: string; username: string } | null }): Promise<void> {
  const host = await db.host.findUnique({ where: { id: hostId }, select: { id: true, name: true } })
  if (!host) return
  await db.$transaction(tx => appendEvent(tx, {
    code: 'host.disk_locks_on',
    params: { name: host.name },
    message: `Disks in use on host ${host.name} are to be locked.`,
    subject: { type: 'host', ...host },
    user,
  }))
}
