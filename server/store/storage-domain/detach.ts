import { AppError } from '@/server/domain/error'
import { change, changes } from '../change'
import type { Db, Tx } from '../db'
import { appendEvent } from '../event'
import { releaseStorageDomain } from '../infrastructure/release'
import { storageDomainUnknown } from './facts'

const setStatus = (db: Db, id: string, from: readonly string[], status: string): Promise<number> => db.$transaction(async tx => {
  const { count } = await tx.storageDomain.updateMany({ where: { id, status: { in: [...from] } }, data: { status } })
  if (count > 0) await change(tx, 'storage-domains', id)
  return count
})

/** Nobody activates it from now on. Errors: NOT_FOUND, WRONG_STATE when somebody just has. */
export async function lockedForDetaching(db: Db, id: string): Promise<void> {
  if ((await setStatus(db, id, ['maintenance', 'locked', 'unattached'], 'locked')) > 0) return
  const row = await db.storageDomain.findUnique({ where: { id }, select: { name: true, status: true } })
  if (!row) throw storageDomainUnknown(id)
  throw new AppError('WRONG_STATE', `Storage domain ${row.name} is ${row.status.replace('_', ' ')}.`, {
    subject: { type: 'storage-domain', id, name: row.name }, reason: { code: 'domain_status', params: { name: row.name, domainStatus: row.status } },
  })
}

/** As it was: one that belongs to no datacenter can't rest. */
export async function releaseFromDetaching(db: Db, id: string): Promise<void> {
  const row = await db.storageDomain.findUnique({ where: { id }, select: { datacenterId: true } })
  if (row) await setStatus(db, id, ['locked'], row.datacenterId === null ? 'unattached' : 'maintenance')
}

/** Machines with a disk on it, and the host that has each defined. */
export const machinesOf = (tx: Tx, storageDomainId: string) =>
  tx.vm.findMany({ where: { disks: { some: { storageDomainId } } }, select: { id: true, name: true, hostId: true }, orderBy: { id: 'asc' } })

/** Rows of its machines, disks and templates go; what was made from its templates elsewhere stays. */
async function forgetRows(tx: Tx, id: string): Promise<void> {
  const vms = await machinesOf(tx, id)
  const disks = await tx.disk.findMany({ where: { storageDomainId: id }, select: { id: true } })
  const templates = await tx.template.findMany({ where: { storageDomainId: id }, select: { id: true } })
  const of = { in: templates.map(template => template.id) }
  await tx.disk.deleteMany({ where: { storageDomainId: id } })
  await tx.vm.deleteMany({ where: { id: { in: vms.map(vm => vm.id) } } })
  await tx.disk.updateMany({ where: { templateId: of }, data: { templateId: null } })
  await tx.vm.updateMany({ where: { templateId: of }, data: { templateId: null } })
  await tx.template.deleteMany({ where: { id: of } })
  await changes(tx, 'vms', vms.map(vm => vm.id))
  await changes(tx, 'disks', disks.map(disk => disk.id))
  await changes(tx, 'templates', templates.map(template => template.id))
}

/** The last step of detaching or destroying. Again → nothing. */
export const forgetContents = (
  db: Db, { storageDomainId: id, destroy }: { storageDomainId: string; destroy: boolean }, user: { id: string; username: string } | null,
): Promise<void> => db.$transaction(async tx => {
  const row = await tx.storageDomain.findUnique({ where: { id }, include: { datacenter: { select: { name: true } } } })
  if (!row || (!destroy && row.datacenterId === null)) return
  const { name, datacenterId, datacenter } = row
  await forgetRows(tx, id)
  await releaseStorageDomain(tx, { id, name }, null)
  await tx.storageMetadata.deleteMany({ where: { storageDomainId: id } })
  if (destroy) {
    await tx.storageDomain.delete({ where: { id } })
    await tx.grant.deleteMany({ where: { objectType: 'storage-domain', objectId: id } })
  } else {
    await tx.storageDomainCluster.deleteMany({ where: { storageDomainId: id } })
    await tx.storageDomain.update({ where: { id }, data: { datacenterId: null, status: 'unattached', allClusters: true, metadataError: null }, select: { id: true } })
  }
  await change(tx, 'storage-domains', id)
  if (datacenterId) await change(tx, 'datacenters', datacenterId)
  await appendEvent(tx, {
    severity: destroy ? 'warning' : 'info',
    code: destroy ? 'storage-domain.destroyed' : 'storage-domain.detached',
    params: { datacenter: datacenter?.name ?? '' },
    message: destroy ? `Storage domain ${name} was destroyed: nothing that lies on it was touched.` : `Storage domain ${name} was detached from datacenter ${datacenter?.name ?? ''}, with its machines.`,
    subject: { type: 'storage-domain', id, name }, user,
  })
})
