'use client'
import { checkName } from '@/server/domain/name'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { nameFindings } from '@/components/ui/form/nameCheck'
import { TextField } from '@/components/ui/form/TextField'
import { datacenterMessages } from './messages'

export function DatacenterForm({ onClose }: { onClose: () => void }) {
  const t = useText(datacenterMessages)
  const common = useText(commonMessages)
  const form = useForm({
    initial: { name: '', description: '' },
    check: v => nameFindings(checkName, v.name),
    submit: (v, idempotencyKey) => client.datacenter.create(v, { context: { idempotencyKey } }),
    onDone: onClose,
    draft: 'datacenter.create',
  })
  return (
    <FormDialog title={t('create')} form={form} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} help={t('nameHelp')} isRequired autoFocus />
      <TextField {...form.field('description')} label={common('description')} lines={3} />
    </FormDialog>
  )
}
