'use client'
import { useEffect, useRef } from 'react'
import {
  NotificationDrawer,
  NotificationDrawerBody,
  NotificationDrawerHeader,
  NotificationDrawerList,
  NotificationDrawerListItem,
  NotificationDrawerListItemBody,
  NotificationDrawerListItemHeader,
} from '@patternfly/react-core'
import Link from 'next/link'
import { usePreferences } from '@/components/data/preferences'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink } from '@/components/shell/ObjectLink'
import styles from '@/components/shell/shell.module.css'
import { eventMessages } from './messages'
import { useEventText } from './useEventText'
import { useNotices } from './useNotices'

const variants = { info: 'info', warning: 'warning', error: 'danger' } as const

/** Newest events at the right side; those that came since it was last open are marked. */
export function NotificationsDrawer({ onClose }: { onClose: () => void }) {
  const t = useText(eventMessages)
  const text = useEventText()
  const format = useFormat()
  const now = useClock()
  const { events, isNew, unread } = useNotices()
  const set = usePreferences(s => s.set)
  const newest = useRef<string>(undefined)
  newest.current = events[0]?.at
  // They count as seen once the drawer is closed.
  useEffect(() => () => void (newest.current && set({ eventsSeenAt: newest.current })), [set])
  return (
    <aside className={styles.notices} aria-label={t('notifications')}>
      <NotificationDrawer>
        <NotificationDrawerHeader
          title={t('notifications')}
          customText={t('unreadCount', { count: unread })}
          onClose={onClose}
          closeButtonAriaLabel={t('close')}
        >
          <Link href="/events" onClick={onClose} prefetch={false}>
            {t('allEvents')}
          </Link>
        </NotificationDrawerHeader>
        <NotificationDrawerBody>
          <NotificationDrawerList aria-label={t('notifications')}>
            {events.map(event => (
              <NotificationDrawerListItem
                key={event.id}
                variant={variants[event.severity]}
                isRead={!isNew(event.at)}
                isHoverable={false}
                tabIndex={-1}
                readStateScreenReaderText={t('isNew')}
              >
                <NotificationDrawerListItemHeader variant={variants[event.severity]} title={text(event)} headingLevel="h3" />
                <NotificationDrawerListItemBody timestamp={format.relative(event.at, now)}>
                  <ObjectLink type={event.subject.type} id={event.subject.id} name={event.subject.name} /> {event.user}
                </NotificationDrawerListItemBody>
              </NotificationDrawerListItem>
            ))}
          </NotificationDrawerList>
        </NotificationDrawerBody>
      </NotificationDrawer>
    </aside>
  )
}
