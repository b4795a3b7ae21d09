'use client'
import { useQuery } from '@tanstack/react-query'
import type { Policy } from '@/server/contract/api/migration'
import { asPolicyName } from '@/server/domain/migration/policy'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { migrationMessages } from './messages'

/** All policies with the names that people see, oVirt's in their language. */
export function usePolicies(): { policies: (Policy & { label: string })[]; labelOf: (id: string) => string } {
  const t = useText(migrationMessages)
  const { data } = useQuery(api.migrationPolicy.list.queryOptions({ input: {} }))
  const labelOf = (id: string): string => {
    const known = asPolicyName(id)
    return known ? t(known) : (data?.items.find(one => one.id === id)?.name ?? id)
  }
  return { policies: (data?.items ?? []).map(one => ({ ...one, label: labelOf(one.id) })), labelOf }
}
