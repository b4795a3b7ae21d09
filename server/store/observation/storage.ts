import type { StorageObservation } from '@/server/contract/agent/host'
import { isLow } from '@/server/domain/storage-domain/space'
import { change } from '../change'
import type { Tx } from '../db'
import { appendEvent } from '../event'
import { attachedToHost } from '../infrastructure/attachment'

type DomainStatus = 'active' | 'partly_active' | 'inactive' | 'unattached'

/** A domain is inactive only when every host that has it fails (RHV-STO-5). */
export const storageDomainStatus = (hosts: readonly { writable: boolean; error: string | null }[]): DomainStatus => {
  const good = hosts.filter(({ writable, error }) => writable && !error).length
  if (hosts.length === 0) return 'unattached'
  return good === hosts.length ? 'active' : good > 0 ? 'partly_active' : 'inactive'
}

/** A page need not be told of each MiB: 1 % of the domain, or 64 MiB. */
const noticeable = (before: number | null, after: number, capacity: number): boolean =>
  before === null || Math.abs(before - after) >= Math.max(64, capacity / 100)

export type StorageView = Omit<StorageObservation, 'path'>

/** In maintenance, or held by a job that takes it away: no host has it, and none is listened to. */
const resting = ['maintenance', 'locked'] as const

/** How one host sees one domain, by its row's key. One that rests is not looked at. */
export async function observeStorageDomain(tx: Tx, storageDomainId: string, hostId: string, seen: StorageView, now: Date): Promise<void> {
  const key = { storageDomainId_hostId: { storageDomainId, hostId } }
  const before = await tx.storageDomainHost.findUnique({ where: key })
  const held = await tx.storageDomain.findUnique({ where: { id: storageDomainId }, select: { status: true } })
  if (!held || resting.some(status => status === held.status)) return
  const view = { writable: seen.writable, error: seen.error, observedAt: now }
  await tx.storageDomainHost.upsert({ where: key, create: { storageDomainId, hostId, ...view }, update: view })
  const domain = await tx.storageDomain.findUniqueOrThrow({ where: { id: storageDomainId }, include: { hosts: { include: { host: { select: { name: true } } } } } })
  const status = storageDomainStatus(domain.hosts)
  const size = seen.error ? {} : { capacityMiB: seen.capacityMiB, freeMiB: seen.freeMiB }
  const resized = size.capacityMiB !== undefined && size.capacityMiB !== domain.capacityMiB
  const differs = resized || before?.writable !== seen.writable || before.error !== seen.error || domain.status !== status
  if (!differs && (seen.error || !noticeable(domain.freeMiB, seen.freeMiB, seen.capacityMiB))) return
  await tx.storageDomain.update({ where: { id: storageDomainId }, data: { ...size, status }, select: { id: true } })
  await tellStatus(tx, domain, status)
  await noteSpace(tx, storageDomainId)
  await change(tx, 'storage-domains', storageDomainId)
}

interface Told {
  id: string
  name: string
  status: string
  hosts: readonly { writable: boolean; error: string | null; host: { name: string } }[]
}

const severities = { active: 'info', partly_active: 'warning', inactive: 'error' } as const

/** An event when a domain is lost, in part or whole, and when it is back. That a new one is there is told by its creation. */
async function tellStatus(tx: Tx, { id, name, status: before, hosts }: Told, status: DomainStatus): Promise<void> {
  if (before === status || status === 'unattached' || before === 'unattached') return
  const answers = hosts.filter(({ writable, error }) => error || !writable).map(({ host, error }) => `${host.name}: ${error ?? 'It may not write there.'}`).join(' ')
  const words = {
    active: `Storage domain ${name} is active again.`,
    partly_active: `Some hosts cannot use storage domain ${name}. ${answers}`,
    inactive: `No host can use storage domain ${name}. It is tried again every 5 minutes. ${answers}`,
  }
  await appendEvent(tx, {
    severity: severities[status], code: `storage-domain.${status}`, params: { reason: answers }, message: words[status].trim(), subject: { type: 'storage-domain', id, name },
  })
}

/** Tells once that space has become low, and forgets that it was when there is enough again. */
export async function noteSpace(tx: Tx, id: string): Promise<void> {
  const domain = await tx.storageDomain.findUniqueOrThrow({ where: { id } })
  const low = isLow(domain.lowSpace, domain, domain)
  if (low === domain.lowSpace) return
  await tx.storageDomain.update({ where: { id }, data: { lowSpace: low }, select: { id: true } })
  const { name, freeMiB, capacityMiB } = domain
  await appendEvent(tx, {
    severity: low ? 'warning' : 'info',
    code: low ? 'storage-domain.low_space' : 'storage-domain.enough_space',
    params: { freeMiB: freeMiB ?? 0, capacityMiB: capacityMiB ?? 0 },
    message: low ? `Storage domain ${name} is running out of space: ${freeMiB} of ${capacityMiB} MiB are free.` : `Storage domain ${name} has enough space again: ${freeMiB} of ${capacityMiB} MiB are free.`,
    subject: { type: 'storage-domain', id, name },
  })
}

/** Domains as the statistics report them: by path, among those this host has. */
export async function observeStorage(tx: Tx, hostId: string, seen: readonly StorageObservation[], now: Date): Promise<void> {
  const rows = await tx.storageDomainHost.findMany({ where: { hostId }, select: { storageDomainId: true, storageDomain: { select: { path: true } } } })
  const told: Sized[] = []
  for (const { storageDomainId, storageDomain } of rows) {
    const view = seen.find(({ path }) => path === storageDomain.path)
    if (!view) continue
    await observeStorageDomain(tx, storageDomainId, hostId, view, now)
    if (!view.error) told.push({ id: storageDomainId, capacityMiB: view.capacityMiB, freeMiB: view.freeMiB })
  }
  await sampleSpace(tx, told, now)
}

interface Sized {
  id: string
  capacityMiB: number
  freeMiB: number
}

/** One row a minute for each domain, whichever of its hosts comes first. */
async function sampleSpace(tx: Tx, seen: readonly Sized[], now: Date): Promise<void> {
  if (seen.length === 0) return
  await tx.$executeRaw`
    insert into storage_sample (storage_domain_id, at, capacity_mib, free_mib, committed_mib)
    select seen.id, date_trunc('minute', ${now}::timestamptz), seen."capacityMiB", seen."freeMiB",
      coalesce((select sum(d.size_mib) from disk d where d.storage_domain_id = seen.id), 0)
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as seen(id uuid, "capacityMiB" int, "freeMiB" int)
    on conflict do nothing`
}

/** Out of maintenance: as the hosts have just said. What they were still to let go of, they keep. */
export async function wakeStorageDomain(tx: Tx, storageDomainId: string, answers: readonly { hostId: string; observation: StorageObservation }[], now: Date): Promise<void> {
  await tx.hostRemoval.deleteMany({ where: { objectId: storageDomainId, hostId: { in: answers.map(({ hostId }) => hostId) } } })
  for (const { hostId, observation: { writable, error } } of answers) {
    const view = { writable, error, observedAt: now }
    await tx.storageDomainHost.upsert({ where: { storageDomainId_hostId: { storageDomainId, hostId } }, create: { storageDomainId, hostId, ...view }, update: view })
  }
  const good = answers.find(({ observation: { writable, error } }) => writable && !error)?.observation
  const hosts = await tx.storageDomainHost.findMany({ where: { storageDomainId } })
  const size = good ? { capacityMiB: good.capacityMiB, freeMiB: good.freeMiB } : {}
  await tx.storageDomain.update({ where: { id: storageDomainId }, data: { ...size, status: storageDomainStatus(hosts) }, select: { id: true } })
  await noteSpace(tx, storageDomainId)
}

/** The host no longer has it, whatever its row says: it is asked again. */
export async function missStorageDomain(tx: Tx, storageDomainId: string, hostId: string): Promise<void> {
  const { count } = await tx.storageDomainHost.updateMany({ where: { storageDomainId, hostId, writable: true }, data: { writable: false } })
  if (count > 0) await change(tx, 'storage-domains', storageDomainId)
}

/**
 * Domains that this host should have: not those that rest. A `local` domain is the folder of one host only, the first to claim it: the same path on
 * another host is another folder.
 */
export async function wantedStorageDomains(tx: Tx, hostId: string, datacenterId: string) {
  const domains = await tx.storageDomain.findMany({
    where: { datacenterId, status: { notIn: [...resting] }, ...attachedToHost(hostId) }, include: { hosts: true }, orderBy: { createdAt: 'asc' },
  })
  return domains.filter(({ type, hosts }) => type !== 'local' || hosts.length === 0 || hosts.some(view => view.hostId === hostId))
    .map(({ id, name, path, hosts }) => ({ id, name, path, ready: hosts.some(view => view.hostId === hostId && view.writable && !view.error) }))
}
