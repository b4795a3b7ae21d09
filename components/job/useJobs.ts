'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { useJobFocus } from '@/components/data/jobFocus'
import { activeSearch } from './jobState'

const most = 50

/** Jobs that have not ended, newest first, with their number. */
export const useActiveJobs = () => useQuery(api.job.list.queryOptions({ input: { search: activeSearch, limit: most } }))

/** Newest jobs, ended ones too. */
export const useRecentJobs = () => useQuery(api.job.list.queryOptions({ input: { limit: most } }))

/** Those that this tab started: by id, because many machines at once make more jobs than any list shows. */
export function useStartedJobs() {
  const ids = useJobFocus(s => s.jobIds)
  return useQuery({ ...api.job.list.queryOptions({ input: { search: ids.map(id => `id=${id}`).join(' or '), limit: most } }), enabled: ids.length > 0, placeholderData: keepPreviousData })
}
