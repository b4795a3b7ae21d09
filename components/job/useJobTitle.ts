'use client'
import type { Job } from '@/server/contract/api/activity'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { vmMessages } from '@/components/vm/messages'

const totalOf = ({ counts }: NonNullable<Job['bulk']>): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** What a job does, and to what; of an action on many machines their number. */
export function useJobTitle(): (job: Pick<Job, 'kind' | 'subject' | 'bulk'>) => { kind: string; subject: string } {
  const words = useWords()
  const t = useText(vmMessages)
  return ({ kind, subject, bulk }) => {
    if (!bulk) return { kind: words.jobKind(kind), subject: subject.name }
    return { kind: bulk.action === 'tags' ? t('tags') : t(bulk.action), subject: t('machines', { count: totalOf(bulk) }) }
  }
}
