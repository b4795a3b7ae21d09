import { AppError } from '@/server/domain/error'
import type { ErrorCode } from '@/server/domain/error'
import { storageDomainAction } from '@/server/domain/storage-domain/life'
import type { StorageDomainActionName } from '@/server/domain/storage-domain/life'
import type { LockedStorageDomain } from '@/server/store/storage-domain/facts'

const codes: Record<string, ErrorCode> = { domain_status: 'WRONG_STATE', domain_disks_busy: 'LOCKED' }

/** The same table as the greyed button. Errors: WRONG_STATE, LOCKED, IN_USE with the names of what is in the way. */
export function mustAllow(action: StorageDomainActionName, domain: LockedStorageDomain): void {
  const { reason } = storageDomainAction(action, domain)
  if (!reason) return
  const { text, ...why } = reason
  throw new AppError(codes[reason.code] ?? 'IN_USE', text, { subject: { type: 'storage-domain', id: domain.id, name: domain.name }, reason: why })
}

/** What a person has typed to be sure. Errors: BAD_INPUT. */
export function requireName({ id, name }: { id: string; name: string }, typed: string): void {
  if (typed === name) return
  throw new AppError('BAD_INPUT', `The name that was typed is not ${name}. Nothing was removed.`, {
    field: 'name', subject: { type: 'storage-domain', id, name }, reason: { code: 'domain_name_typed', params: { name } },
  })
}
