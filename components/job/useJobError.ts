'use client'
import type { Job } from '@/server/contract/api/activity'
import { useWords } from '@/components/i18n/useWords'

/** Why a job failed, with what can be done now. */
export function useJobError(): (job: Pick<Job, 'error'>) => string {
  const words = useWords()
  return ({ error }) =>
    error ? [words.problem({ type: '', title: '', status: 0, code: error.code, detail: error.message }), error.hint].filter(Boolean).join(' ') : ''
}
