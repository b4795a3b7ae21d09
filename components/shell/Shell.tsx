'use client'
import { useEffect, useState, type ReactNode } from 'react'
import { Button, Masthead, MastheadBrand, MastheadContent, MastheadLogo, MastheadMain, MastheadToggle } from '@patternfly/react-core'
import BarsIcon from '@patternfly/react-icons/dist/dynamic/icons/bars-icon'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useJobFocus } from '@/components/data/jobFocus'
import { usePreferences } from '@/components/data/preferences'
import { NotificationsButton } from '@/components/event/NotificationsButton'
import { loadLaterReasons } from '@/components/i18n/useLaterReasons'
import { useText } from '@/components/i18n/useText'
import { JobsButton } from '@/components/job/JobsButton'
import { preloadActionMenu } from '@/components/ui/ActionMenu'
import { retrying } from '@/components/ui/retrying'
import { Brand } from './Brand'
import { ConnectionBanner } from './ConnectionBanner'
import { Finder } from './Finder'
import { Frame } from './Frame'
import { HeaderMenus } from './HeaderMenus'
import { shellMessages } from './messages'
import { Navigation } from './Navigation'
import { toggleNav, useNavOpen } from './navState'
import styles from './shell.module.css'

const TaskDrawer = dynamic(() => retrying(() => import('@/components/job/TaskDrawer')).then(m => m.TaskDrawer), { ssr: false })
const StartedJob = dynamic(() => retrying(() => import('@/components/job/StartedJob')).then(m => m.StartedJob), { ssr: false })
const UploadPanel = dynamic(() => retrying(() => import('@/components/upload/UploadPanel')).then(m => m.UploadPanel), { ssr: false })
const NotificationsDrawer = dynamic(() => retrying(() => import('@/components/event/NotificationsDrawer')).then(m => m.NotificationsDrawer), { ssr: false })

/** After the page has come to rest: what the next click is likely to need. */
const restMs = 1500

const HomeLink = ({ className, children }: { className?: string; children?: ReactNode }) => (
  <Link href="/" className={className} aria-label="Atrium">
    {children}
  </Link>
)

/** The frame of every page: masthead, navigation, banner, notifications, task drawer. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useText(shellMessages)
  const taskDrawerOpen = usePreferences(s => s.taskDrawerOpen)
  const uploadsShown = usePreferences(s => s.uploadsShown)
  const started = useJobFocus(s => s.jobIds.length > 0)
  const navOpen = useNavOpen()
  const [notices, setNotices] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      loadLaterReasons()
      preloadActionMenu()
    }, restMs)
    return () => clearTimeout(timer)
  }, [])
  const masthead = (
    <Masthead display={{ default: 'inline' }} className={styles.masthead ?? ''}>
      <MastheadMain>
        <MastheadToggle>
          <Button
            variant="plain"
            aria-label={t('toggleNavigation')}
            aria-expanded={navOpen}
            aria-controls="page-sidebar"
            icon={<BarsIcon />}
            onClick={toggleNav}
          />
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={HomeLink}>
            <Brand isCompact />
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className={styles.tools}>
          <Finder />
          {started ? <StartedJob /> : null}
          <JobsButton />
          <NotificationsButton isOpen={notices} onToggle={() => setNotices(!notices)} />
          <HeaderMenus />
        </div>
      </MastheadContent>
    </Masthead>
  )
  return (
    <Frame masthead={masthead} navigation={<Navigation />}>
      <ConnectionBanner />
      {children}
      {taskDrawerOpen ? <TaskDrawer /> : null}
      {uploadsShown ? <UploadPanel /> : null}
      {notices ? <NotificationsDrawer onClose={() => setNotices(false)} /> : null}
    </Frame>
  )
}
