import { AppError } from '@/server/domain/error'
import { hostAction } from '@/server/domain/host/lifecycle'
import { change, changes } from '@/server/store/change'
import type { Db, Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { runningOn } from '@/server/store/read/host'
import type { Actor } from '../refuse'

/** Machines of other tools were only looked at: their rows go with the host. Ours that are stopped can start elsewhere. */
async function letGo(tx: Tx, hostId: string): Promise<void> {
  const vms = await tx.vm.findMany({ where: { hostId }, select: { id: true, external: true } })
  const external = vms.filter(vm => vm.external).map(vm => vm.id)
  await tx.disk.deleteMany({ where: { vmId: { in: external } } })
  await tx.vm.deleteMany({ where: { id: { in: external } } })
  await tx.vm.updateMany({ where: { hostId }, data: { hostId: null, observedState: null, observedReason: '' } })
  await changes(tx, 'vms', vms.map(vm => vm.id))
}

/** Removes a host that runs no machine of ours; nothing on the host itself is touched. Returns where it was. Errors: NOT_FOUND, IN_USE. */
export async function removeHost(db: Db, { id, user }: { id: string; user: Actor }): Promise<{ id: string; name: string; address: string }> {
  return db.$transaction(async tx => {
    await tx.$queryRaw`select 1 from host where id = ${id}::uuid for update`
    const host = await tx.host.findUnique({ where: { id }, select: { name: true, clusterId: true, address: true } })
    if (!host) throw new AppError('NOT_FOUND', `There is no host ${id}.`, { subject: { type: 'host', id } })
    const subject = { type: 'host', id, name: host.name }
    const { allowed, reason } = hostAction('remove', { name: host.name, running: await runningOn(tx, id) })
    if (!allowed && reason) throw new AppError('IN_USE', reason.text, { subject, reason, hint: 'Shut these machines down first.' })
    await letGo(tx, id)
    await tx.host.delete({ where: { id } })
    await change(tx, 'hosts', id)
    await change(tx, 'clusters', host.clusterId)
    await appendEvent(tx, { code: 'host.removed', message: `Host ${host.name} was removed.`, subject, user })
    return { id, name: host.name, address: host.address }
  })
}
