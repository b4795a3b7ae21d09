'use client'
import { useQuery } from '@tanstack/react-query'
import type { Job } from '@/server/contract/api/activity'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { DetailPage } from '@/components/shell/DetailPage'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { EventsOf } from '@/components/shell/tabs'
import { CardGrid, FactsCard, InfoCard } from '@/components/ui/Facts'
import { Meter } from '@/components/ui/Meter'
import { Notice } from '@/components/ui/Notice'
import { StateLabel } from '@/components/ui/StateLabel'
import { runMs } from './jobState'
import { jobMessages } from './messages'
import { StepList } from './StepList'
import { useJobTitle } from './useJobTitle'
import { useJobActions } from './useJobActions'
import { BulkItems } from './BulkItems'
import { useJobError } from './useJobError'

function Summary({ job }: { job: Job }) {
  const t = useText(jobMessages)
  const words = useWords()
  const format = useFormat()
  const title = useJobTitle()
  const now = useClock(1000).getTime()
  const ms = runMs(job, now)
  const at = (time: string | null) => (time ? format.dateTime(time) : '–')
  return (
    <CardGrid wide>
      <InfoCard title={t('steps')}>
        {job.state === 'running' || job.state === 'cancelling' ? (
          <Meter isProgress percent={job.progress * 100} label={t('progressOf', { job: words.jobKind(job.kind) })} />
        ) : null}
        <StepList job={job} />
      </InfoCard>
      {job.bulk && <InfoCard title={t('items')} wide><BulkItems jobId={job.id} /></InfoCard>}
      <FactsCard
        title={t('details')}
        facts={[
          [t('object'), <ObjectLink key="o" type={job.subject.type} id={job.subject.id} name={title(job).subject} />],
          [t('by'), job.user?.name ?? t('atrium')],
          [t('created'), at(job.createdAt)],
          [t('started'), at(job.startedAt)],
          [t('ended'), at(job.endedAt)],
          [t('duration'), ms === null ? '–' : format.duration(ms)],
        ]}
      />
    </CardGrid>
  )
}

/** One job: steps, why it failed, what happened. */
export function JobDetailPage({ id }: { id: string }) {
  const t = useText(jobMessages)
  const common = useText(commonMessages)
  const errorOf = useJobError()
  const title = useJobTitle()
  const actions = useJobActions()
  const query = useQuery(api.job.get.queryOptions({ input: { id } }))
  return (
    <DetailPage
      query={query}
      list={{ label: common('jobs'), path: '/jobs' }}
      nameOf={j => `${title(j).kind}: ${title(j).subject}`}
      beside={j => <StateLabel kind="job" state={j.state} />}
      actions={actions}
      notes={j => (
        <>
          {j.error ? <Notice variant="danger" title={errorOf(j)} /> : null}
          {j.waitsFor && j.state === 'queued' ? <Notice variant="info" title={t('waitsFor', { what: j.waitsFor })} /> : null}
        </>
      )}
      tabs={j => [
        { id: 'summary', label: common('summary'), render: job => <Summary job={job} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={j.subject.id} job={j.id} /> },
      ]}
    />
  )
}
