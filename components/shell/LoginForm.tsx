'use client'
import { useState } from 'react'
import { Button, Form, FormGroup, InputGroup, InputGroupItem, TextInput } from '@patternfly/react-core'
import EyeIcon from '@patternfly/react-icons/dist/dynamic/icons/eye-icon'
import EyeSlashIcon from '@patternfly/react-icons/dist/dynamic/icons/eye-slash-icon'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { Notice } from '@/components/ui/Notice'
import { loginMessages } from './messages'
import { useLogin, type LoginState } from './useLogin'

function Failure({ state }: { state: LoginState }) {
  const t = useText(loginMessages)
  const words = useWords()
  if (state.kind === 'idle' || state.kind === 'busy') return null
  const title =
    state.kind === 'limited'
      ? state.seconds > 0
        ? t('limited', { seconds: state.seconds })
        : t('limitedNow')
      : state.kind === 'other'
        ? words.problem(state.problem)
        : t(state.kind)
  const variant = state.kind === 'back' ? 'success' : state.kind === 'wrong' || state.kind === 'missing' || state.kind === 'other' ? 'danger' : 'warning'
  return <Notice variant={variant} title={title} role="alert" />
}

/** User name and password; on the login page and in the dialog after a lost session. */
export function LoginForm({ username: known = '', onDone }: { username?: string; onDone: () => void }) {
  const t = useText(loginMessages)
  const [username, setUsername] = useState(known)
  const [password, setPassword] = useState('')
  const [visible, setVisible] = useState(false)
  const { state, logIn } = useLogin(onDone)
  const blocked = state.kind === 'busy' || (state.kind === 'limited' && state.seconds > 0)
  const validated = state.kind === 'wrong' ? 'error' : 'default'
  return (
    <Form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (!blocked) void logIn(username, password)
      }}
    >
      <Failure state={state} />
      <FormGroup label={t('username')} fieldId="login-username">
        <TextInput
          id="login-username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={known === ''}
          isRequired
          value={username}
          validated={validated}
          placeholder="admin@internal"
          onChange={(_, value) => setUsername(value)}
        />
      </FormGroup>
      <FormGroup label={t('password')} fieldId="login-password">
        <InputGroup>
          <InputGroupItem isFill>
            <TextInput
              id="login-password"
              name="password"
              type={visible ? 'text' : 'password'}
              autoComplete="current-password"
              autoFocus={known !== ''}
              isRequired
              value={password}
              validated={validated}
              onChange={(_, value) => setPassword(value)}
            />
          </InputGroupItem>
          <InputGroupItem>
            <Button
              variant="control"
              aria-label={t(visible ? 'hidePassword' : 'showPassword')}
              icon={visible ? <EyeSlashIcon /> : <EyeIcon />}
              onClick={() => setVisible(!visible)}
            />
          </InputGroupItem>
        </InputGroup>
      </FormGroup>
      <Button type="submit" isBlock isLoading={state.kind === 'busy'} isAriaDisabled={blocked}>
        {t('logIn')}
      </Button>
    </Form>
  )
}
