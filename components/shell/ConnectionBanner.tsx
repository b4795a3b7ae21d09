'use client'
import { useConnection } from '@/components/data/connection'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Notice } from '@/components/ui/Notice'
import { shellMessages } from './messages'

/** Says that manager or database are gone, since when, and goes away by itself when they are back. */
export function ConnectionBanner() {
  const t = useText(shellMessages)
  const { time } = useFormat()
  const lost = useConnection(s => s.lost)
  // The live region stands before the text comes: only then screen readers read it.
  return (
    <div role="status" aria-live="polite">
      {lost ? (
        <Notice variant="danger" title={t(lost.what === 'database' ? 'lostDatabase' : 'lostManager', { time: time(lost.since) })}>
          {t('lostBody')}
        </Notice>
      ) : null}
    </div>
  )
}
