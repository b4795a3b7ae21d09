'use client'
import { useMemo } from 'react'
import type { Event } from '@/server/contract/api/activity'
import { jobKindMessages } from '@/components/i18n/jobKinds'
import { useText } from '@/components/i18n/useText'
import { eventCodes, jobEventWords } from './eventCodes'

/** The sentence of an event in the reader's language; codes without words show the server's English sentence. */
export function useEventText(): (event: Pick<Event, 'code' | 'params' | 'message' | 'subject' | 'user'>) => string {
  const event = useText(eventCodes)
  const jobEvent = useText(jobEventWords)
  const kind = useText(jobKindMessages)
  return useMemo(
    () =>
      ({ code, params, message, subject, user }) => {
        const [jobKind, end] = [code.slice(0, code.lastIndexOf('.')), code.slice(code.lastIndexOf('.') + 1)]
        const job = kind.has(jobKind) ? jobKind : typeof params.kind === 'string' && kind.has(params.kind) ? params.kind : null
        const values = { name: subject.name, user: user ?? 'Atrium', ...params, ...(job ? { job: kind(job) } : {}) }
        if (event.has(code)) return event.filled(code, values) ?? message
        return kind.has(jobKind) && jobEvent.has(end) ? (jobEvent.filled(end, values) ?? message) : message
      },
    [event, jobEvent, kind],
  )
}
