'use client'
import { useEventText } from '@/components/event/useEventText'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { StateLabel } from '@/components/ui/StateLabel'
import { vmDetailMessages } from './detailMessages'
import { useVmEvents } from './useVmEvents'
import styles from './vm.module.css'

/** The last few events with how long ago they were. */
export function LastEvents({ vmId }: { vmId: string }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  const now = useClock()
  const text = useEventText()
  const { data } = useVmEvents(vmId, 6)
  if (data?.items.length === 0) return <p>{t('noEvents')}</p>
  return (
    <>
      <dl className={styles.events}>
        {data?.items.map(event => (
          <div key={event.id} style={{ display: 'contents' }}>
            <dt className={styles.time} title={f.dateTime(event.at)}>{f.relative(event.at, now)}</dt>
            <dd>
              <StateLabel kind="severity" state={event.severity} iconOnly /> {text(event)}
            </dd>
          </div>
        ))}
      </dl>
      <ObjectLink type="vm" id={vmId} name={t('allEvents')} tab="events" />
    </>
  )
}
