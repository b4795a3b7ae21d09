import type { ConsoleViewer } from '@/server/contract/api/console'
import { change } from '../change'
import type { Db, Tx } from '../db'

/** An open console as the manager that carries it knows it. */
export interface OpenConsole {
  id: string
  vmId: string
  userId: string
  protocol: 'vnc' | 'serial'
}

/** Who is not seen for so long is gone: the manager that carried the console was killed. */
export const viewerGoneMs = 45_000

export async function addViewer(tx: Tx, { id, vmId, userId, protocol }: OpenConsole): Promise<void> {
  await tx.consoleViewer.create({ data: { id, vmId, userId, protocol } })
  await change(tx, 'consoles', vmId)
}

export async function removeViewer(tx: Tx, { id, vmId }: Pick<OpenConsole, 'id' | 'vmId'>): Promise<void> {
  const { count } = await tx.consoleViewer.deleteMany({ where: { id } })
  if (count > 0) await change(tx, 'consoles', vmId)
}

/**
 * Says that these consoles are still open, and takes away those of managers that say nothing any more. All times are the
 * database's: clocks of several managers differ. A console that was taken for gone (an outage of the database) is put back.
 */
export async function seeViewers(db: Db, open: readonly OpenConsole[], goneMs = viewerGoneMs): Promise<void> {
  await db.$transaction(async tx => {
    const [ids, vmIds, userIds, protocols] = [open.map(o => o.id), open.map(o => o.vmId), open.map(o => o.userId), open.map(o => o.protocol)]
    const back = await tx.$queryRaw<{ vmId: string; isNew: boolean }[]>`
      insert into console_viewer (id, vm_id, user_id, protocol)
      select o.id, vm.id, u.id, o.protocol
      from unnest(${ids}::uuid[], ${vmIds}::uuid[], ${userIds}::uuid[], ${protocols}::text[]) as o (id, vm_id, user_id, protocol)
      join vm on vm.id = o.vm_id join user_account u on u.id = o.user_id
      on conflict (id) do update set seen_at = now()
      returning vm_id as "vmId", xmax = 0 as "isNew"`
    const gone = await tx.$queryRaw<{ vmId: string }[]>`
      delete from console_viewer where seen_at < now() - ${goneMs}::int * interval '1 millisecond' returning vm_id as "vmId"`
    const touched = [...back.filter(row => row.isNew), ...gone].map(row => row.vmId)
    for (const vmId of new Set(touched)) await change(tx, 'consoles', vmId)
  })
}

/** Open consoles of a machine, the oldest first. */
export async function consoleViewers(db: Db, vmId: string): Promise<ConsoleViewer[]> {
  const rows = await db.$queryRaw<{ id: string; userId: string; username: string; protocol: string; openedAt: Date }[]>`
    select c.id, c.user_id as "userId", u.username, c.protocol, c.opened_at as "openedAt"
    from console_viewer c join user_account u on u.id = c.user_id
    where c.vm_id = ${vmId}::uuid and c.seen_at >= now() - ${viewerGoneMs}::int * interval '1 millisecond'
    order by c.opened_at, c.id`
  return rows.map(({ id, userId, username, protocol, openedAt }) => ({
    id,
    user: { id: userId, name: username },
    protocol: protocol === 'serial' ? 'serial' : 'vnc',
    openedAt: openedAt.toISOString(),
  }))
}
