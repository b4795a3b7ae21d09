'use client'
import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextArea } from '@patternfly/react-core'
import { useState } from 'react'
import { useText } from '@/components/i18n/useText'
import { dialogParent } from './dialogParent'
import { consoleMessages } from './messages'

interface ClipboardDialogProps {
  /** Last text that the guest announced; '' = none. */
  fromGuest: string
  onSend: (text: string) => void
  onClose: () => void
}

/** Clipboard only on demand: nothing leaves this computer or the guest unless it is asked for here. */
export function ClipboardDialog({ fromGuest, onSend, onClose }: ClipboardDialogProps) {
  const t = useText(consoleMessages)
  const [text, setText] = useState('')
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="clipboard-title" appendTo={dialogParent}>
      <ModalHeader title={t('clipboardTitle')} labelId="clipboard-title" description={t('clipboardHint')} />
      <ModalBody>
        <Form onSubmit={event => event.preventDefault()}>
          <FormGroup label={t('toGuest')} fieldId="clipboard-to">
            <TextArea id="clipboard-to" value={text} onChange={(_, value) => setText(value)} rows={3} />
          </FormGroup>
          <FormGroup label={t('fromGuest')} fieldId="clipboard-from">
            <TextArea id="clipboard-from" value={fromGuest} placeholder={t('nothingCopied')} readOnlyVariant="default" rows={3} />
          </FormGroup>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button isDisabled={text === ''} onClick={() => onSend(text)}>{t('toClipboard')}</Button>
        <Button variant="secondary" isDisabled={fromGuest === ''} onClick={() => void navigator.clipboard.writeText(fromGuest)}>{t('copyFromGuest')}</Button>
        <Button variant="link" onClick={onClose}>{t('close')}</Button>
      </ModalFooter>
    </Modal>
  )
}
