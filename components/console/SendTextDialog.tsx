'use client'
import {
  Button, Checkbox, Form, FormGroup, FormHelperText, FormSelect, FormSelectOption, HelperText, HelperTextItem, Modal,
  ModalBody, ModalFooter, ModalHeader, Progress, TextArea,
} from '@patternfly/react-core'
import { useRef, useState } from 'react'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { consoleMessages } from './messages'
import { dialogParent } from './dialogParent'
import { typeStrokes } from './sendKeys'
import { keyboardLayoutNames, type KeyboardLayoutName } from './typing/layouts'
import { typeText } from './typing/text'

interface SendTextDialogProps {
  target: { sendKey: (keysym: number, code: string, down?: boolean) => void }
  onClose: () => void
}

/** Paste as typing: for login prompts and guests without a clipboard agent. The text is kept nowhere. */
export function SendTextDialog({ target, onClose }: SendTextDialogProps) {
  const t = useText(consoleMessages)
  const f = useFormat()
  const [text, setText] = useState('')
  const [layout, setLayout] = useState<KeyboardLayoutName>('us')
  const [enter, setEnter] = useState(false)
  const [done, setDone] = useState<number | null>(null)
  const abort = useRef<AbortController | null>(null)
  const { strokes, untypable } = typeText(enter ? `${text}\n` : text, layout)

  const close = (): void => {
    abort.current?.abort()
    onClose()
  }
  const send = async (): Promise<void> => {
    const control = new AbortController()
    abort.current = control
    setDone(0)
    await typeStrokes(target, strokes, control.signal, setDone)
    if (!control.signal.aborted) onClose()
  }

  return (
    <Modal isOpen variant="small" onClose={close} aria-labelledby="send-text-title" appendTo={dialogParent}>
      <ModalHeader title={t('sendText')} labelId="send-text-title" description={t('textHint')} />
      <ModalBody>
        <Form onSubmit={event => event.preventDefault()}>
          <FormGroup label={t('textToSend')} fieldId="send-text">
            <TextArea
              id="send-text"
              value={text}
              onChange={(_, value) => setText(value)}
              rows={5}
              resizeOrientation="vertical"
              spellCheck={false}
              autoFocus
              isDisabled={done !== null}
            />
            {untypable.length > 0 && (
              <FormHelperText>
                <HelperText>
                  <HelperTextItem variant="warning">{t('untypable', { characters: f.list(untypable), count: untypable.length })}</HelperTextItem>
                </HelperText>
              </FormHelperText>
            )}
          </FormGroup>
          <FormGroup label={t('layout')} fieldId="send-layout">
            <FormSelect
              id="send-layout"
              value={layout}
              onChange={(_, value) => setLayout(keyboardLayoutNames.find(name => name === value) ?? 'us')}
              isDisabled={done !== null}
            >
              {keyboardLayoutNames.map(name => (
                <FormSelectOption key={name} value={name} label={t(`layout_${name}`)} />
              ))}
            </FormSelect>
          </FormGroup>
          <Checkbox id="send-enter" label={t('pressEnter')} isChecked={enter} onChange={(_, checked) => setEnter(checked)} isDisabled={done !== null} />
          {done !== null && (
            <Progress
              aria-label={t('sendText')}
              title={t('typing', { done, total: strokes.length })}
              value={(done / strokes.length) * 100}
              measureLocation="none"
            />
          )}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button isDisabled={strokes.length === 0 || done !== null} onClick={() => void send()}>{t('send')}</Button>
        <Button variant="link" onClick={close}>{t(done === null ? 'cancel' : 'stop')}</Button>
      </ModalFooter>
    </Modal>
  )
}
