'use client'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { usePreferences } from '@/components/data/preferences'

/** Newest events, and how many came since the drawer was last open (in this browser). */
export function useNotices() {
  const seen = usePreferences(s => s.eventsSeenAt)
  const { data } = useQuery(api.event.list.queryOptions({ input: { limit: 50 } }))
  const events = data?.items ?? []
  const isNew = (at: string) => seen !== null && at > seen
  return {
    events,
    isLoaded: data !== undefined,
    isNew,
    unread: events.filter(e => isNew(e.at)).length,
    trouble: events.some(e => isNew(e.at) && e.severity === 'error'),
  }
}
