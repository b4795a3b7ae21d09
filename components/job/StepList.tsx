'use client'
import type { Job, JobStep } from '@/server/contract/api/activity'
import { useClock, useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import { runMs } from './jobState'
import { jobMessages } from './messages'
import { stepMessages } from './stepMessages'
import styles from './job.module.css'

/** Name of a step in the reader's language; steps without words show their own name. */
export function useStepName(): (step: JobStep) => string {
  const t = useText(stepMessages)
  return step => (t.has(step.name) ? t(step.name) : step.name)
}

/** The steps of a job in their order, with how far each is and how long it took. */
export function StepList({ job }: { job: Job }) {
  const t = useText(jobMessages)
  const name = useStepName()
  const format = useFormat()
  const now = useClock(1000).getTime()
  return (
    <ol className={styles.steps}>
      {job.steps.map(step => {
        const ms = runMs(step, now)
        return (
          <li key={step.name} className={styles.step}>
            <StateLabel kind="step" state={step.state} iconOnly />
            <span className={styles.stepName}>{name(step)}</span>
            {step.state === 'running' && step.progress !== null ? <Meter isProgress percent={step.progress * 100} label={name(step)} {...(step.bytes ? { text: t('bytesOf', { done: format.bytes(step.bytes.done), total: format.bytes(step.bytes.total) }) } : {})} /> : null}
            <span className={styles.time}>{ms === null || ms < 1000 ? '' : format.duration(ms)}</span>
          </li>
        )
      })}
    </ol>
  )
}
