'use client'
import { Button, useWizardContext, WizardFooterWrapper } from '@patternfly/react-core'
import { useEffect, type ReactNode } from 'react'
import { useText } from '@/components/i18n/useText'
import { vmFormMessages } from '../formMessages'
import { wizardMessages } from './messages'
import { stepOf, type StepId } from './steps'
import styles from './wizard.module.css'

interface Props {
  submitting: boolean
  /** The first field that the form's own check finds wrong, and the one that the server has refused. */
  wrong: string | null
  refused: string | null
  onStep: (step: StepId) => void
  onCreate: () => void
  onCancel: () => void
  /** What the machine will take. */
  aside: ReactNode
}

/** Back, next, and Create at any time: whoever is content with the rest need not see it. */
export function WizardFooter({ submitting, wrong, refused, onStep, onCreate, onCancel, aside }: Props) {
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const { activeStep, steps, goToNextStep, goToPrevStep, goToStepById } = useWizardContext()
  const lead = (field: string): void => {
    goToStepById(stepOf(field))
    onStep(stepOf(field))
    // The step is drawn first.
    setTimeout(() => document.getElementById(`field-${field}`)?.focus())
  }
  useEffect(() => {
    if (refused !== null) lead(refused)
    // Once for each refusal: afterwards the reader goes where he likes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [refused])
  const create = (): void => {
    onCreate()
    if (wrong !== null) lead(wrong)
  }
  const last = activeStep.index === steps.length
  return (
    <WizardFooterWrapper>
      <div className={styles.footer}>
        <Button variant="secondary" isDisabled={activeStep.index === 1} onClick={() => void goToPrevStep()}>{w('back')}</Button>
        {last ? null : <Button onClick={() => void goToNextStep()}>{w('next')}</Button>}
        <Button variant={last ? 'primary' : 'secondary'} isLoading={submitting} isAriaDisabled={submitting} onClick={create}>{t('create')}</Button>
        <Button variant="link" onClick={onCancel}>{t('cancel')}</Button>
        {aside}
      </div>
    </WizardFooterWrapper>
  )
}
