'use client'
import { useEffect } from 'react'
import { NotificationBadge } from '@patternfly/react-core'
import { usePreferences } from '@/components/data/preferences'
import { useText } from '@/components/i18n/useText'
import { eventMessages } from './messages'
import { useNotices } from './useNotices'

/** The bell: how many events are new; red when one of them is an error. */
export function NotificationsButton({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const t = useText(eventMessages)
  const { events, unread, trouble } = useNotices()
  const { eventsSeenAt, set } = usePreferences()
  const newest = events[0]?.at
  // At the first visit of a browser the whole history is old news.
  useEffect(() => {
    if (newest && eventsSeenAt === null) set({ eventsSeenAt: newest })
  }, [newest, eventsSeenAt, set])
  return (
    <NotificationBadge
      variant={trouble ? 'attention' : unread > 0 ? 'unread' : 'read'}
      count={unread}
      aria-label={t('unread', { count: unread })}
      isExpanded={isOpen}
      onClick={onToggle}
    />
  )
}
