'use client'
import type { Event } from '@/server/contract/api/activity'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { StateLabel } from '@/components/ui/StateLabel'
import type { Column } from '@/components/ui/table'
import { eventMessages } from './messages'
import { useEventText } from './useEventText'

/** Columns of lists of events. `withObject`: not on the object's own page. */
export function useEventColumns(withObject: boolean): Column<Event>[] {
  const t = useText(eventMessages)
  const text = useEventText()
  const format = useFormat()
  const columns: Column<Event>[] = [
    { id: 'at', label: t('time'), sortField: 'at', fixed: true, width: 20, render: e => <time dateTime={e.at}>{format.dateTime(e.at)}</time> },
    { id: 'severity', label: t('severity'), sortField: 'severity', width: 15, render: e => <StateLabel kind="severity" state={e.severity} /> },
    { id: 'message', label: t('message'), fixed: true, render: e => (e.jobId ? <ObjectLink type="job" id={e.jobId} name={text(e)} /> : text(e)) },
    {
      id: 'object',
      label: t('object'),
      sortField: 'subject',
      width: 15,
      render: e => <ObjectLink type={e.subject.type} id={e.subject.id} name={e.subject.name} />,
    },
    { id: 'user', label: t('by'), sortField: 'user', width: 15, render: e => e.user ?? '–' },
    { id: 'code', label: t('code'), sortField: 'code', hidden: true, render: e => <code>{e.code}</code> },
  ]
  return withObject ? columns : columns.filter(c => c.id !== 'object')
}
