'use client'
import { useId, useState, type ReactNode } from 'react'
import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'

interface Props {
  title: string
  /** Exactly what will be gone, counted. */
  children: ReactNode
  confirmLabel: string
  /** To be typed, only where data dies. */
  typeName?: string
  isDanger?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that can't be undone. It closes at once: the job or a toast tells how it went. */
export function ConfirmDialog({ title, children, confirmLabel, typeName, isDanger = true, onConfirm, onClose }: Props) {
  const t = useText(uiMessages)
  const common = useText(commonMessages)
  const [typed, setTyped] = useState('')
  const id = useId()
  const blocked = typeName !== undefined && typed !== typeName
  const confirm = () => {
    if (blocked) return
    onClose()
    onConfirm()
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}title`} aria-describedby={`${id}body`}>
      <ModalHeader title={title} labelId={`${id}title`} {...(isDanger ? { titleIconVariant: 'warning' as const, titleLabel: `${t('warning')}:` } : {})} />
      <ModalBody id={`${id}body`}>
        <Form
          onSubmit={event => {
            event.preventDefault()
            confirm()
          }}
        >
          <div>{children}</div>
          {typeName === undefined ? null : (
            <FormGroup label={t('typeName', { name: typeName })} fieldId={`${id}name`}>
              <TextInput id={`${id}name`} value={typed} autoComplete="off" onChange={(_, next) => setTyped(next)} />
            </FormGroup>
          )}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button variant={isDanger ? 'danger' : 'primary'} isAriaDisabled={blocked} onClick={confirm}>
          {confirmLabel}
        </Button>
        <Button variant="link" onClick={onClose}>
          {common('cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  )
}
