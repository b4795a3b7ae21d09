'use client'
import type { Job } from '@/server/contract/api/activity'
import { useWords } from '@/components/i18n/useWords'

/** Why a job failed, with what can be done now. */
export function useJobError(): (job: Pick<Job, 'error' | 'bulk'>) => string {
  const words = useWords()
  const partly = (counts: NonNullable<Job['bulk']>['counts'], text: string) =>
    words.reason({ code: 'bulk_partly', params: { succeeded: 0, failed: 0, refused: 0, cancelled: 0, ...counts }, text })
  return ({ error, bulk }) =>
    error && bulk && error.code === 'WRONG_STATE' ? partly(bulk.counts, error.message) : error ? [words.problem({ ...error, detail: error.message }), words.hint(error)].filter(Boolean).join(' ') : ''
}
