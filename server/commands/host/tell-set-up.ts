import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'

const events = {
  disk_locks: { code: 'host.disk_locks_on', message: (name: string) => `Disks in use on host ${name} are to be locked.` },
  migration_listener: { code: 'host.migration_listener_on', message: (name: string) => `Host ${name} is to take migrations over TLS.` },
} as const

/** The audit trail remembers who has changed libvirt's set-up on a host. */
export async function tellHostSetUp(db: Db, what: keyof typeof events, { hostId, user }: { hostId: string; user: { id: string; username: string } | null }): Promise<void> {
  const host = await db.host.findUnique({ where: { id: hostId }, select: { id: true, name: true } })
  if (!host) return
  const { code, message } = events[what]
  await db.$transaction(tx => appendEvent(tx, { code, params: { name: host.name }, message: message(host.name), subject: { type: 'host', ...host }, user }))
}
