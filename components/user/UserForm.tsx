'use client'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { TextField } from '@/components/ui/form/TextField'
import { checkUser } from './checkUser'
import { userMessages } from './messages'

export function UserForm({ onClose }: { onClose: () => void }) {
  const t = useText(userMessages)
  const form = useForm({
    initial: { username: '', password: '', again: '' },
    check: checkUser,
    submit: ({ username, password }, idempotencyKey) => client.user.create({ username: username.trim(), password }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  return (
    <FormDialog title={t('create')} form={form} onClose={onClose}>
      <TextField {...form.field('username')} label={t('username')} help={t('usernameHelp')} autoComplete="off" isRequired autoFocus />
      <TextField {...form.field('password')} type="password" autoComplete="new-password" label={t('password')} hint={t('passwordHint')} isRequired />
      <TextField {...form.field('again')} type="password" autoComplete="new-password" label={t('passwordAgain')} isRequired />
    </FormDialog>
  )
}
