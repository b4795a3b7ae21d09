import type { SpaceLimits } from '@/server/domain/storage-domain/space'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { noteSpace } from '@/server/store/observation/storage'
import { lockStorageDomain } from '@/server/store/storage-domain/facts'
import type { Actor } from '../refuse'

/** Thresholds of its free space, and the limit of over-commitment. They count from now on. Errors: NOT_FOUND. */
export const setStorageSpace = (db: Db, { id, user, warningFreePercent, blockingFreeMiB, overcommitPercent }: SpaceLimits & { id: string; user: Actor }): Promise<void> =>
  db.$transaction(async tx => {
    const { name } = await lockStorageDomain(tx, id)
    await tx.storageDomain.update({ where: { id }, data: { warningFreePercent, blockingFreeMiB, overcommitPercent }, select: { id: true } })
    await noteSpace(tx, id)
    await change(tx, 'storage-domains', id)
    await appendEvent(tx, {
      code: 'storage-domain.space_set', params: {}, message: `The thresholds of storage domain ${name} were changed.`, subject: { type: 'storage-domain', id, name }, user,
    })
  })
