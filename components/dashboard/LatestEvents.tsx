'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '@/components/data/client'
import { useEventText } from '@/components/event/useEventText'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { InfoCard } from '@/components/ui/Facts'
import { StateLabel } from '@/components/ui/StateLabel'
import { dashboardMessages } from './messages'
import styles from './dashboard.module.css'

/** The last few events. */
export function LatestEvents() {
  const t = useText(dashboardMessages)
  const text = useEventText()
  const format = useFormat()
  const now = useClock()
  const { data } = useQuery(api.event.list.queryOptions({ input: { limit: 8 } }))
  return (
    <InfoCard title={<Link href="/events">{t('recentEvents')}</Link>}>
      {data?.total === 0 ? <p>{t('none')}</p> : null}
      <ul className={styles.list}>
        {(data?.items ?? []).map(event => (
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
