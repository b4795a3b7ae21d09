'use client'
import { Button } from '@patternfly/react-core'
import TimesIcon from '@patternfly/react-icons/dist/dynamic/icons/times-icon'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useJobFocus } from '@/components/data/jobFocus'
import { usePreferences } from '@/components/data/preferences'
import { useText } from '@/components/i18n/useText'
import { drawerJobs, isActive } from './jobState'
import { JobPanel } from './JobPanel'
import { jobMessages } from './messages'
import { useActiveJobs, useRecentJobs, useStartedJobs } from './useJobs'
import styles from './job.module.css'

/** Bottom right, over every page: jobs with their steps. It is kept by the browser across navigation and reload. */
export function TaskDrawer() {
  const t = useText(jobMessages)
  const lists = [useActiveJobs(), useStartedJobs(), useRecentJobs()]
  const started = useJobFocus(s => s.jobIds)
  const shown = useJobFocus(s => s.shownId)
  const set = usePreferences(s => s.set)
  const lookedAt = usePathname().split('/')[2] ?? null
  const jobs = drawerJobs(lists.flatMap(({ data }) => data?.items ?? []), started, lookedAt)
  return (
    <aside className={styles.drawer} aria-label={t('tasks')}>
      <div className={styles.head}>
        <span className={styles.title}>{t('tasks')}</span>
        <Link href="/jobs" prefetch={false}>
          {t('allJobs')}
        </Link>
        <Button variant="plain" size="sm" aria-label={t('closeTasks')} icon={<TimesIcon />} onClick={() => set({ taskDrawerOpen: false })} />
      </div>
      {jobs.length === 0 ? (
        <p className={styles.job}>{t('noJobs')}</p>
      ) : (
        <ul className={styles.list} aria-live="polite">
          {jobs.map(job => (
            <JobPanel key={job.id} job={job} isOpen={job.id === shown || (isActive(job) && jobs.length === 1)} />
          ))}
        </ul>
      )}
    </aside>
  )
}
