'use client'
import { useQuery } from '@tanstack/react-query'
import { checkName } from '@/server/domain/name'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings, nameFindings } from '@/components/ui/form/nameCheck'
import { NumberField } from '@/components/ui/form/NumberField'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { templateMessages } from './messages'

interface Values {
  name: string
  description: string
  os: string
  storageDomainId: string
  file: string
  format: 'qcow2' | 'raw'
  memoryMiB: number
  vcpus: number
}

/** Offers an image that lies in the folder templates/ of a storage domain. */
export function TemplateForm({ onClose }: { onClose: () => void }) {
  const t = useText(templateMessages)
  const common = useText(commonMessages)
  const domains = useQuery(api.storageDomain.list.queryOptions({ input: { limit: 500, sort: 'name' } }))
  const initial: Values = { name: '', description: '', os: '', storageDomainId: '', file: '', format: 'qcow2', memoryMiB: 1024, vcpus: 1 }
  const form = useForm({
    initial,
    check: v => [...nameFindings(checkName, v.name), ...chosenFindings('storageDomainId', v.storageDomainId), ...chosenFindings('file', v.file)],
    submit: (v, idempotencyKey) => client.template.create(v, { context: { idempotencyKey } }),
    onDone: onClose,
    draft: 'template.create',
  })
  return (
    <FormDialog title={t('create')} form={form} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} isRequired autoFocus />
      <SelectField
        {...form.field('storageDomainId')}
        label={common('storageDomain')}
        help={t('domainHelp')}
        isRequired
        placeholder={t('chooseDomain')}
        choices={(domains.data?.items ?? []).map(d => ({ value: d.id, label: `${d.name} (${d.path})` }))}
      />
      <TextField {...form.field('file')} label={t('file')} help={t('fileHelp')} placeholder="debian-12.qcow2" isRequired />
      <RadioField {...form.field('format')} label={t('format')} choices={[{ value: 'qcow2', label: 'qcow2' }, { value: 'raw', label: 'raw' }]} />
      <TextField {...form.field('os')} label={t('os')} />
      <NumberField {...form.field('memoryMiB')} label={common('memory')} unit="MiB" />
      <NumberField {...form.field('vcpus')} label={t('vcpus')} />
      <TextField {...form.field('description')} label={common('description')} lines={2} />
    </FormDialog>
  )
}
