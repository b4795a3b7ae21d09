import type { StorageObservation } from '@/server/contract/agent/host'
import { change } from '../change'
import { attachedToHost } from '../infrastructure/attachment'
import type { Tx } from '../db'

type DomainStatus = 'active' | 'partly_active' | 'inactive' | 'unattached'

export const storageDomainStatus = (hosts: readonly { writable: boolean; error: string | null }[]): DomainStatus => {
  const good = hosts.filter(({ writable, error }) => writable && !error).length
  if (hosts.length === 0) return 'unattached'
  return good === hosts.length ? 'active' : good > 0 ? 'partly_active' : 'inactive'
}

/** A page need not be told of each MiB: 1 % of the domain, or 64 MiB. */
const noticeable = (before: number | null, after: number, capacity: number): boolean =>
  before === null || Math.abs(before - after) >= Math.max(64, capacity / 100)

export type StorageView = Omit<StorageObservation, 'path'>

/** How one host sees one domain, by its row's key. */
export async function observeStorageDomain(tx: Tx, storageDomainId: string, hostId: string, seen: StorageView, now: Date): Promise<void> {
  const key = { storageDomainId_hostId: { storageDomainId, hostId } }
  const before = await tx.storageDomainHost.findUnique({ where: key })
  const view = { writable: seen.writable, error: seen.error, observedAt: now }
  await tx.storageDomainHost.upsert({ where: key, create: { storageDomainId, hostId, ...view }, update: view })
  const domain = await tx.storageDomain.findUniqueOrThrow({ where: { id: storageDomainId }, include: { hosts: true } })
  const status = storageDomainStatus(domain.hosts)
  const size = seen.error ? {} : { capacityMiB: seen.capacityMiB, freeMiB: seen.freeMiB }
  const resized = size.capacityMiB !== undefined && size.capacityMiB !== domain.capacityMiB
  const differs = resized || before?.writable !== seen.writable || before.error !== seen.error || domain.status !== status
  if (!differs && (seen.error || !noticeable(domain.freeMiB, seen.freeMiB, seen.capacityMiB))) return
  // A domain in maintenance or locked keeps that word: a person's or a job's.
  await tx.storageDomain.update({
    where: { id: storageDomainId },
    data: { ...size, ...(domain.status === 'maintenance' || domain.status === 'locked' ? {} : { status }) },
    select: { id: true },
  })
  await change(tx, 'storage-domains', storageDomainId)
}

/** Domains as the statistics report them: by path, among those this host has. */
export async function observeStorage(tx: Tx, hostId: string, seen: readonly StorageObservation[], now: Date): Promise<void> {
  const rows = await tx.storageDomainHost.findMany({ where: { hostId }, select: { storageDomainId: true, storageDomain: { select: { path: true } } } })
  for (const { storageDomainId, storageDomain } of rows) {
    const view = seen.find(({ path }) => path === storageDomain.path)
    if (view) await observeStorageDomain(tx, storageDomainId, hostId, view, now)
  }
}

/**
 * Domains that this host should have. A `local` domain is the folder of one host only, the first to claim it: the same path on
 * another host is another folder.
 */
export async function wantedStorageDomains(tx: Tx, hostId: string, datacenterId: string) {
  const domains = await tx.storageDomain.findMany({ where: { datacenterId, ...attachedToHost(hostId) }, include: { hosts: true }, orderBy: { createdAt: 'asc' } })
  return domains.filter(({ type, hosts }) => type !== 'local' || hosts.length === 0 || hosts.some(view => view.hostId === hostId))
    .map(({ id, name, path, hosts }) => ({ id, name, path, ready: hosts.some(view => view.hostId === hostId && view.writable && !view.error) }))
}
