import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { restStorageDomain } from '@/server/store/infrastructure/release'
import { lockStorageDomain } from '@/server/store/storage-domain/facts'
import type { Actor } from '../refuse'
import { mustAllow } from './refuse'

/** The domain rests: hosts let go of it, nothing is started or made on it. Errors: NOT_FOUND, WRONG_STATE, LOCKED, IN_USE with the machines. */
export const maintainStorageDomain = (db: Db, { id, user }: { id: string; user: Actor }): Promise<void> => db.$transaction(async tx => {
  const domain = await lockStorageDomain(tx, id)
  mustAllow('maintenance', domain)
  await restStorageDomain(tx, domain)
  await change(tx, 'storage-domains', id)
  await appendEvent(tx, {
    code: 'storage-domain.maintenance', params: {}, message: `Storage domain ${domain.name} is in maintenance.`,
    subject: { type: 'storage-domain', id, name: domain.name }, user,
  })
})
