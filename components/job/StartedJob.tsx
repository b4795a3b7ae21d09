'use client'
import { useEffect, useRef, useState } from 'react'
import { useJobFocus } from '@/components/data/jobFocus'
import { useText } from '@/components/i18n/useText'
import { StateLabel, useStateWord } from '@/components/ui/StateLabel'
import { useToasts } from '@/components/ui/toasts'
import { isActive } from './jobState'
import { jobMessages } from './messages'
import { useJobError } from './useJobError'
import { useJobTitle } from './useJobTitle'
import { useStartedJobs } from './useJobs'
import styles from './job.module.css'

/** How long an end is told in passing. */
const endedMs = 5000

/**
 * In the masthead, where it covers nothing: how far the job is that this tab started last, and for a moment how it ended. A click opens
 * the task drawer with its steps. A failure stays as a notice until it is closed.
 */
export function StartedJob() {
  const t = useText(jobMessages)
  const word = useStateWord('job')
  const title = useJobTitle()
  const errorOf = useJobError()
  const show = useJobFocus(s => s.show)
  const toast = useToasts(s => s.add)
  const jobs = useStartedJobs().data?.items ?? []
  const [told, setTold] = useState<readonly string[]>([])
  const noticed = useRef(new Set<string>())
  const ended = jobs.filter(job => !isActive(job) && !told.includes(job.id)).map(job => job.id).join(' ')

  useEffect(() => {
    if (!ended) return
    const timer = setTimeout(() => setTold(before => [...before, ...ended.split(' ')]), endedMs)
    return () => clearTimeout(timer)
  }, [ended])
  useEffect(() => {
    for (const job of jobs) {
      if (job.state !== 'failed' || noticed.current.has(job.id)) continue
      noticed.current.add(job.id)
      const { kind, subject } = title(job)
      toast({ variant: 'danger', title: t('failedFor', { job: kind, object: subject }), body: errorOf(job), action: { label: t('show'), onSelect: () => show(job.id) } })
    }
  })

  const job = jobs.find(isActive) ?? jobs.find(({ id }) => !told.includes(id))
  const { kind, subject } = job ? title(job) : { kind: '', subject: '' }
  return (
    <>
      <span role="status" className="pf-v6-screen-reader">{job ? `${kind}, ${subject}: ${word(job.state)}` : ''}</span>
      {job ? (
        <button type="button" className={styles.started} aria-label={t('showTask', { job: kind, object: subject })} onClick={() => show(job.id)}>
          <StateLabel kind="job" state={job.state} iconOnly />
          <span className={styles.startedName}>{kind} · {subject}</span>
          {job.state === 'running' ? (
            <>
              <span className={styles.time}>{Math.round(job.progress * 100)} %</span>
              <span className={styles.startedBar} style={{ inlineSize: `${job.progress * 100}%` }} />
            </>
          ) : null}
        </button>
      ) : null}
    </>
  )
}
