import type { ActionState } from '@/server/contract/api/common'
import { mayDo } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { removalState, type Removal } from '@/server/domain/infrastructure/removal'
import type { Caller } from '../scope'

/** What the caller may do to this object now; a storage domain, network, cluster or template hangs below its datacenter. */
export function infrastructureActions(caller: Caller, { id, datacenterId, ...removal }: Removal & { id: string; datacenterId: string | null }): Record<string, ActionState> {
  const path = [{ type: removal.type, id }, ...(datacenterId ? [{ type: 'datacenter' as const, id: datacenterId }] : [])]
  const decide = (verb: string, state: ActionState) => (mayDo(caller.grants, verb, path) ? state : forbiddenAction(verb))
  return {
    edit: decide(`${removal.type}.update`, { allowed: true, reason: null }),
    remove: decide(`${removal.type}.remove`, removalState(removal)),
  }
}
