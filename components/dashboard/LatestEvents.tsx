'use client'
import Link from 'next/link'
import { useEventText } from '@/components/event/useEventText'
import { useNotices } from '@/components/event/useNotices'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { InfoCard } from '@/components/ui/Facts'
import { StateLabel } from '@/components/ui/StateLabel'
import { dashboardMessages } from './messages'
import styles from './dashboard.module.css'

const shown = 8

/** The last few events: those that the bell has asked for already. */
export function LatestEvents() {
  const t = useText(dashboardMessages)
  const text = useEventText()
  const format = useFormat()
  const now = useClock()
  const { events, isLoaded } = useNotices()
  return (
    <InfoCard title={<Link href="/events">{t('recentEvents')}</Link>}>
      {isLoaded && events.length === 0 ? <p>{t('none')}</p> : null}
      <ul className={styles.list}>
        {events.slice(0, shown).map(event => (
          <li key={event.id} className={styles.line}>
            <StateLabel kind="severity" state={event.severity} iconOnly />
            <span className={styles.text}>{text(event)}</span>
            <time className={styles.when} dateTime={event.at} title={format.dateTime(event.at)}>
              {format.relative(event.at, now)}
            </time>
          </li>
        ))}
      </ul>
    </InfoCard>
  )
}
