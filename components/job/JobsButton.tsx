'use client'
import { NotificationBadge } from '@patternfly/react-core'
import TasksIcon from '@patternfly/react-icons/dist/dynamic/icons/tasks-icon'
import { usePreferences } from '@/components/data/preferences'
import { useText } from '@/components/i18n/useText'
import { jobMessages } from './messages'
import { useActiveJobs } from './useJobs'

/** Count of running jobs; opens and closes the task drawer. */
export function JobsButton() {
  const t = useText(jobMessages)
  const { data } = useActiveJobs()
  const { taskDrawerOpen, set } = usePreferences()
  const count = data?.total ?? 0
  return (
    <NotificationBadge
      variant={count > 0 ? 'unread' : 'read'}
      count={count}
      icon={<TasksIcon />}
      aria-label={t('openTasks', { count })}
      isExpanded={taskDrawerOpen}
      onClick={() => set({ taskDrawerOpen: !taskDrawerOpen })}
    />
  )
}
