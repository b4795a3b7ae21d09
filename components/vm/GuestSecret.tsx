'use client'
import type { Vm } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { TextField } from '@/components/ui/form/TextField'
import { useToasts } from '@/components/ui/toasts'
import { guestMessages } from './guestMessages'

/** A password or SSH keys for a user in the guest. */
export function GuestSecret({ vm, kind, onClose }: { vm: Vm; kind: 'set-password' | 'add-ssh-keys'; onClose: () => void }) {
  const t = useText(guestMessages)
  const toast = useToasts(s => s.add)
  const form = useForm({
    initial: { username: 'root', secret: '' },
    submit: ({ username, secret }) => client.vm.askGuest({
      id: vm.id,
      deed: kind === 'set-password' ? { kind, username, password: secret } : { kind, username, keys: secret.split('\n').map(key => key.trim()).filter(Boolean) },
    }),
    onDone: () => {
      onClose()
      toast({ variant: 'success', title: t('done', { name: vm.name, deed: t(kind) }) })
    },
  })
  return (
    <FormDialog title={`${vm.name}: ${t(kind)}`} form={form} submitLabel={t(kind)} onClose={onClose}>
      <TextField {...form.field('username')} label={t('username')} isRequired autoComplete="off" />
      {kind === 'set-password'
        ? <TextField {...form.field('secret')} label={t('password')} hint={t('passwordHint')} type="password" autoComplete="new-password" isRequired />
        : <TextField {...form.field('secret')} label={t('keys')} hint={t('keysHint')} lines={4} isRequired />}
    </FormDialog>
  )
}
