'use client'
import { Modal, ModalBody, ModalHeader } from '@patternfly/react-core'
import { useQueryClient } from '@tanstack/react-query'
import { useSessionState } from '@/components/data/sessionState'
import { useText } from '@/components/i18n/useText'
import { LoginForm } from './LoginForm'
import { loginMessages } from './messages'

/** Over the page, so that what was typed below stays. It can't be closed: without a session nothing below works. */
export function ReLogin({ username }: { username: string }) {
  const t = useText(loginMessages)
  const queries = useQueryClient()
  const have = useSessionState(s => s.have)
  return (
    <Modal isOpen variant="small" aria-labelledby="relogin-title" elementToFocus={username ? '#login-password' : '#login-username'}>
      <ModalHeader title={t('lostTitle')} description={t('lostBody')} labelId="relogin-title" />
      <ModalBody>
        <LoginForm
          username={username}
          onDone={() => {
            have()
            void queries.invalidateQueries()
          }}
        />
      </ModalBody>
    </Modal>
  )
}
