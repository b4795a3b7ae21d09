'use client'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { commonMessages } from '@/components/i18n/common'
import { ListPage } from '@/components/shell/ListPage'
import { ResourceList } from '@/components/shell/ResourceList'
import { EmptyList } from '@/components/ui/EmptyList'
import { eventMessages } from './messages'
import { useEventColumns } from './useEventColumns'
import { useEventText } from './useEventText'

const searchFields = [
  { name: 'severity', values: ['info', 'warning', 'error'] },
  { name: 'message' },
  { name: 'subject' },
  { name: 'type' },
  { name: 'user' },
  { name: 'code' },
  { name: 'at' },
  { name: 'job' },
] as const

function useEventList(withObject: boolean) {
  const t = useText(eventMessages)
  const common = useText(commonMessages)
  const text = useEventText()
  return {
    id: 'events',
    label: common('events'),
    columns: useEventColumns(withObject),
    defaultSort: '-at',
    searchFields,
    query: (input: Parameters<typeof api.event.list.queryOptions>[0]['input']) => api.event.list.queryOptions({ input }),
    nameOf: text,
    empty: <EmptyList title={t('noEvents')} body={t('noEventsBody')} />,
  }
}

/** All events that the reader may see. */
export function EventListPage() {
  return <ListPage {...useEventList(true)} />
}

/** Events of one object, or of one job only, for its tab. */
export function EventsOf({ id, job }: { id: string; job?: string }) {
  return <ResourceList {...useEventList(false)} id="events-of" within={job ? `job=${job}` : `subject=${id}`} />
}
