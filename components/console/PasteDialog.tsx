'use client'
import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextArea } from '@patternfly/react-core'
import { useState } from 'react'
import { useText } from '@/components/i18n/useText'
import { dialogParent } from './dialogParent'
import { consoleMessages } from './messages'

/** For browsers that do not let a page read the clipboard: the reader pastes here. */
export function PasteDialog({ onSend, onClose }: { onSend: (text: string) => void; onClose: () => void }) {
  const t = useText(consoleMessages)
  const [text, setText] = useState('')
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="paste-title" appendTo={dialogParent}>
      <ModalHeader title={t('paste')} labelId="paste-title" />
      <ModalBody>
        <Form onSubmit={event => event.preventDefault()}>
          <FormGroup label={t('textToSend')} fieldId="paste-text">
            <TextArea id="paste-text" value={text} onChange={(_, value) => setText(value)} rows={5} autoFocus spellCheck={false} />
          </FormGroup>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button isDisabled={text === ''} onClick={() => onSend(text)}>{t('send')}</Button>
        <Button variant="link" onClick={onClose}>{t('cancel')}</Button>
      </ModalFooter>
    </Modal>
  )
}
