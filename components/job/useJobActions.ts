'use client'
import type { Job } from '@/server/contract/api/activity'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from '@/components/ui/action'
import { jobMessages } from './messages'

/** The one action of a job. */
export function useJobActions(): (job: Job) => ActionItem[] {
  const t = useText(jobMessages)
  const cancel = useCommand((job: Job) => client.job.cancel({ id: job.id }), { failed: () => t('cancelFailed') })
  return job => [{ id: 'cancel', label: t('cancelJob'), primary: true, state: job.actions.cancel, onSelect: () => cancel.mutate(job) }]
}
