import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { lockStorageDomain } from '@/server/store/storage-domain/facts'
import { hostsToAsk } from '@/server/store/storage-domain/hosts'
import { forgetStorageDomain } from '@/server/store/storage-domain/forget'
import { AppError } from '@/server/domain/error'
import type { Actor } from '../refuse'
import { mustAllow, requireName } from './refuse'

/** Removes what Atrium keeps in the folder. Repeatable. */
export type WipeOnHost = (hostId: string, domain: { id: string; path: string }) => Promise<unknown>

/** Removing files takes its time on a slow server. */
const limitMs = 120_000

/**
 * What lies on the domain is gone, and the domain with it: disks of no machine, stray images, metadata. `name` is typed by the
 * person. The row stays locked meanwhile; when it fails half way the domain is still there, in maintenance, and it can be asked again.
 * Errors: NOT_FOUND, BAD_INPUT for another name, WRONG_STATE, LOCKED, IN_USE, HOST_UNREACHABLE, and the host's.
 */
export const formatStorageDomain = (db: Db, { id, name, user }: { id: string; name: string; user: Actor }, wipe: WipeOnHost): Promise<void> => db.$transaction(async tx => {
  const domain = await lockStorageDomain(tx, id)
  const subject = { type: 'storage-domain', id, name: domain.name }
  requireName(domain, name)
  mustAllow('format', domain)
  const [host] = await hostsToAsk(tx, domain)
  if (!host) {
    throw new AppError('HOST_UNREACHABLE', `No host that is Up could use storage domain ${domain.name}.`, { subject, hint: 'Bring a host of its clusters up first.', reason: { code: 'domain_no_host', params: { name: domain.name } } })
  }
  await wipe(host.id, domain)
  await forgetStorageDomain(tx, domain)
  if (domain.datacenterId) await change(tx, 'datacenters', domain.datacenterId)
  await appendEvent(tx, {
    severity: 'warning', code: 'storage-domain.formatted', params: { host: host.name, path: domain.path },
    message: `Storage domain ${domain.name} was formatted: what lay in ${domain.path} was removed.`, subject, user,
  })
}, { timeout: limitMs, maxWait: 10_000 })
