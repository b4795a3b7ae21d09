'use client'
import type { Event } from '@/server/contract/api/activity'
import { useText } from '@/components/i18n/useText'
import { eventCodes } from './eventCodes'

/** The sentence of an event in the reader's language; codes without words show the English sentence. */
export function useEventText(): (event: Pick<Event, 'code' | 'params' | 'message' | 'subject' | 'user'>) => string {
  const t = useText(eventCodes)
  return event => (t.has(event.code) ? t(event.code, { name: event.subject.name, user: event.user ?? 'Atrium', ...event.params }) : event.message)
}
