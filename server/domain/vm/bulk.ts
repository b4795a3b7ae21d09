import type { BulkState } from '@/server/contract/api/activity'
import type { BulkAction } from '@/server/contract/api/bulk'
import type { VmActionName } from '@/server/contract/api/vm'
import { vmRules } from './lifecycle'

/** What each machine is asked for; tags are an edit. */
export const bulkAction = (action: BulkAction): VmActionName => (action === 'tags' ? 'edit' : action)

export const bulkVerb = (action: BulkAction): string => vmRules[bulkAction(action)].verb

/** How far it is, 0…1. */
export const bulkShare = (counts: Readonly<Partial<Record<BulkState, number>>>): number => {
  const open = (counts.waiting ?? 0) + (counts.running ?? 0)
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return all === 0 ? 1 : (all - open) / all
}
