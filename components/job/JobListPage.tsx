'use client'
import { jobStateNames } from '@/components/i18n/states'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ListPage } from '@/components/shell/ListPage'
import { EmptyList } from '@/components/ui/EmptyList'
import { jobMessages } from './messages'
import { useJobActions } from './useJobActions'
import { useJobColumns } from './useJobColumns'

const searchFields = [
  { name: 'state', values: jobStateNames },
  { name: 'kind' },
  { name: 'subject' },
  { name: 'type' },
  { name: 'user' },
  { name: 'created' },
  { name: 'ended' },
]

/** All jobs that the reader may see, newest first. */
export function JobListPage() {
  const t = useText(jobMessages)
  const common = useText(commonMessages)
  const words = useWords()
  return (
    <ListPage
      id="jobs"
      label={common('jobs')}
      columns={useJobColumns()}
      defaultSort="-createdAt"
      searchFields={searchFields}
      query={input => api.job.list.queryOptions({ input })}
      nameOf={j => `${words.jobKind(j.kind)} ${j.subject.name}`}
      rowActions={useJobActions()}
      empty={<EmptyList title={t('noJobs')} body={t('noJobsBody')} />}
    />
  )
}
