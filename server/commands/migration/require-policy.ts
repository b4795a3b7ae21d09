import { AppError } from '@/server/domain/error'
import { policyOf } from '@/server/domain/migration/policy'
import type { Tx } from '@/server/store/db'
import { ownPolicies } from '@/server/store/migration/policies'

/** Errors: BAD_INPUT when there is no such policy. */
export async function requirePolicy(tx: Tx, id: string): Promise<void> {
  if (policyOf(id, await ownPolicies(tx))) return
  throw new AppError('BAD_INPUT', `There is no migration policy ${id}.`, { field: 'policy', reason: { code: 'no_policy', params: {} } })
}
