'use client'
import { useClock, useFormat } from '@/components/i18n/useFormat'

/** How long it runs, moving on by itself. The host's clock may be ahead of this computer's: never below zero. */
export function Uptime({ since }: { since: string | null | undefined }) {
  const f = useFormat()
  const now = useClock()
  return <span style={{ whiteSpace: 'nowrap' }}>{since ? f.duration(Math.max(0, now.getTime() - Date.parse(since))) : '–'}</span>
}
