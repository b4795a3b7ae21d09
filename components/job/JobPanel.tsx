'use client'
import { useState } from 'react'
import { Button } from '@patternfly/react-core'
import AngleDownIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-down-icon'
import AngleRightIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-right-icon'
import type { Job } from '@/server/contract/api/activity'
import { useText } from '@/components/i18n/useText'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { ActionMenu } from '@/components/ui/ActionMenu'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import { isActive } from './jobState'
import { jobMessages } from './messages'
import { StepList } from './StepList'
import { useJobActions } from './useJobActions'
import { later } from '@/components/ui/later'
import { useJobError } from './useJobError'
import { useJobTitle } from './useJobTitle'
import styles from './job.module.css'

const BulkItems = later(() => import('./BulkItems').then(m => m.BulkItems))

/** One job in the task drawer: what, on which object, how far, what it waits for, and its steps when opened. */
export function JobPanel({ job, isOpen }: { job: Job; isOpen: boolean }) {
  const t = useText(jobMessages)
  const actions = useJobActions()
  const errorOf = useJobError()
  const [toggled, setToggled] = useState<boolean | null>(null)
  const open = toggled ?? isOpen
  const { kind, subject } = useJobTitle()(job)
  return (
    <li className={styles.job} data-job={job.id}>
      <div className={styles.line}>
        <Button
          variant="plain"
          hasNoPadding
          aria-expanded={open}
          aria-label={t('showSteps', { job: kind })}
          icon={open ? <AngleDownIcon /> : <AngleRightIcon />}
          onClick={() => setToggled(!open)}
        />
        <StateLabel kind="job" state={job.state} iconOnly />
        <span className={styles.what}>
          <ObjectLink type="job" id={job.id} name={kind} /> · <ObjectLink type={job.subject.type} id={job.subject.id} name={subject} />
        </span>
        {isActive(job) ? <ActionMenu items={actions(job)} label={t('cancelJob')} /> : null}
      </div>
      {job.state === 'running' ? <Meter isProgress percent={job.progress * 100} label={t('progressOf', { job: kind })} /> : null}
      {job.waitsFor && job.state === 'queued' ? <p className={styles.note}>{t('waitsFor', { what: job.waitsFor })}</p> : null}
      {job.error ? <p className={`${styles.note} ${styles.error}`}>{errorOf(job)}</p> : null}
      {open ? job.bulk ? <BulkItems jobId={job.id} /> : <StepList job={job} /> : null}
    </li>
  )
}
