import type { Db } from '../db'
import { vmUnknown } from './facts'

/**
 * Where a definition of the machine can be judged, and where its files may lie: a host of its cluster that answers, the one that
 * has it first; the folders of its datacenter's storage domains. Errors: NOT_FOUND.
 */
export async function definitionPlace(db: Db, id: string): Promise<{ instanceId: string; hostId: string | null; folders: string[] }> {
  const [instance, vm] = await Promise.all([
    db.instance.findFirstOrThrow({ select: { id: true } }),
    db.vm.findUnique({
      where: { id },
      select: { hostId: true, cluster: { select: { hosts: { where: { status: 'up' }, select: { id: true } }, datacenter: { select: { storageDomains: { select: { path: true } } } } } } },
    }),
  ])
  if (!vm) throw vmUnknown(id)
  const { hosts, datacenter } = vm.cluster
  const host = hosts.find(each => each.id === vm.hostId) ?? hosts[0]
  return { instanceId: instance.id, hostId: host?.id ?? null, folders: datacenter.storageDomains.map(({ path }) => path) }
}
