'use client'
import type { Job } from '@/server/contract/api/activity'
import { commonMessages } from '@/components/i18n/common'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import type { Column } from '@/components/ui/table'
import { runMs } from './jobState'
import { jobMessages } from './messages'
import { useJobError } from './useJobError'
import { useJobTitle } from './useJobTitle'

/** Columns of lists of jobs. */
export function useJobColumns(): Column<Job>[] {
  const t = useText(jobMessages)
  const common = useText(commonMessages)
  const title = useJobTitle()
  const format = useFormat()
  const errorOf = useJobError()
  const now = useClock(1000).getTime()
  return [
    { id: 'kind', label: t('kind'), sortField: 'kind', fixed: true, render: j => <ObjectLink type="job" id={j.id} name={title(j).kind} /> },
    { id: 'state', label: common('state'), sortField: 'state', render: j => <StateLabel kind="job" state={j.state} reason={errorOf(j) || j.waitsFor} /> },
    {
      id: 'progress',
      label: t('progress'),
      render: j => (j.state === 'running' ? <Meter isProgress percent={j.progress * 100} label={t('progressOf', { job: title(j).kind })} /> : ''),
    },
    { id: 'object', label: t('object'), sortField: 'subject', render: j => <ObjectLink type={j.subject.type} id={j.subject.id} name={title(j).subject} /> },
    { id: 'user', label: t('by'), sortField: 'user', render: j => j.user?.name ?? t('atrium') },
    { id: 'created', label: t('created'), sortField: 'createdAt', render: j => <time dateTime={j.createdAt}>{format.dateTime(j.createdAt)}</time> },
    {
      id: 'duration',
      label: t('duration'),
      numeric: true,
      render: j => {
        const ms = runMs(j, now)
        return ms === null ? '–' : format.duration(ms)
      },
    },
    { id: 'ended', label: t('ended'), sortField: 'endedAt', hidden: true, render: j => (j.endedAt ? format.dateTime(j.endedAt) : '–') },
  ]
}
