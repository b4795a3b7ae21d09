'use client'
import { useId, type ReactNode } from 'react'
import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import type { FormState } from './types'
import { FormProblem } from './FormProblem'

interface Props {
  title: string
  description?: ReactNode
  form: FormState
  onClose: () => void
  /** "Create" when left out. */
  submitLabel?: string
  isDanger?: boolean
  /** Beside the buttons: cost and capacity. */
  aside?: ReactNode
  children: ReactNode
}

/** A form in a dialog: one column, refusal above the buttons, Enter sends. It stays open until the server has agreed. */
export function FormDialog({ title, description, form, onClose, submitLabel, isDanger = false, aside, children }: Props) {
  const t = useText(commonMessages)
  const id = useId()
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}title`} aria-describedby={`${id}body`}>
      <ModalHeader title={title} description={description} labelId={`${id}title`} />
      <ModalBody id={`${id}body`}>
        <Form id={`${id}form`} onSubmit={event => void form.send(event)} noValidate>
          <FormProblem problem={form.formProblem} />
          {children}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button variant={isDanger ? 'danger' : 'primary'} type="submit" form={`${id}form`} isLoading={form.submitting} isAriaDisabled={form.submitting}>
          {submitLabel ?? t('create')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('cancel')}
        </Button>
        {aside}
      </ModalFooter>
    </Modal>
  )
}
