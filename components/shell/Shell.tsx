'use client'
import { useState, type ReactNode } from 'react'
import { Masthead, MastheadBrand, MastheadContent, MastheadLogo, MastheadMain, MastheadToggle, Page, PageToggleButton, SkipToContent } from '@patternfly/react-core'
import BarsIcon from '@patternfly/react-icons/dist/dynamic/icons/bars-icon'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePreferences } from '@/components/data/preferences'
import { NotificationsButton } from '@/components/event/NotificationsButton'
import { useText } from '@/components/i18n/useText'
import { JobsButton } from '@/components/job/JobsButton'
import { Brand } from './Brand'
import { ConnectionBanner } from './ConnectionBanner'
import { Finder } from './Finder'
import { LanguageMenu } from './LanguageMenu'
import { shellMessages } from './messages'
import { Navigation } from './Navigation'
import { UserMenu } from './UserMenu'
import styles from './shell.module.css'

const TaskDrawer = dynamic(() => import('@/components/job/TaskDrawer').then(m => m.TaskDrawer), { ssr: false })
const NotificationsDrawer = dynamic(() => import('@/components/event/NotificationsDrawer').then(m => m.NotificationsDrawer), { ssr: false })

const HomeLink = ({ className, children }: { className?: string; children?: ReactNode }) => (
  <Link href="/" className={className}>
    {children}
  </Link>
)

/** The frame of every page: masthead, navigation, banner, notifications, task drawer. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useText(shellMessages)
  const { navOpen, taskDrawerOpen, set } = usePreferences()
  const [notices, setNotices] = useState(false)
  const masthead = (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton variant="plain" aria-label={t('toggleNavigation')} isSidebarOpen={navOpen} onSidebarToggle={() => set({ navOpen: !navOpen })} icon={<BarsIcon />} />
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={HomeLink}>
            <Brand />
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className={styles.tools}>
          <Finder />
          <JobsButton />
          <NotificationsButton isOpen={notices} onToggle={() => setNotices(!notices)} />
          <LanguageMenu />
          <UserMenu />
        </div>
      </MastheadContent>
    </Masthead>
  )
  return (
    <Page
      masthead={masthead}
      sidebar={<Navigation />}
      mainContainerId="main"
      mainAriaLabel={t('skip')}
      skipToContent={<SkipToContent href="#main">{t('skip')}</SkipToContent>}
      notificationDrawer={notices ? <NotificationsDrawer onClose={() => setNotices(false)} /> : null}
      isNotificationDrawerExpanded={notices}
      isContentFilled
    >
      <ConnectionBanner />
      {children}
      {taskDrawerOpen ? <TaskDrawer /> : null}
    </Page>
  )
}
