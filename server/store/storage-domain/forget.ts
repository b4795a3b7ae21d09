import { change, changes } from '../change'
import type { Tx } from '../db'
import { releaseStorageDomain } from '../infrastructure/release'

/** The domain's row, and those of disks of no machine that lie there. Hosts let go of it as soon as they answer. */
export async function forgetStorageDomain(tx: Tx, domain: { id: string; name: string }): Promise<void> {
  await releaseStorageDomain(tx, domain, null)
  const disks = await tx.disk.findMany({ where: { storageDomainId: domain.id, vmId: null }, select: { id: true } })
  await tx.disk.deleteMany({ where: { id: { in: disks.map(({ id }) => id) } } })
  await tx.storageDomain.delete({ where: { id: domain.id } })
  await tx.grant.deleteMany({ where: { objectType: 'storage-domain', objectId: domain.id } })
  await changes(tx, 'disks', disks.map(({ id }) => id))
  await change(tx, 'storage-domains', domain.id)
}
