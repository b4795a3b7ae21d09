'use client'
import { useQuery } from '@tanstack/react-query'
import type { Vm } from '@/server/contract/api/vm'
import { checkProperties } from '@/server/domain/vm/properties'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { fieldsText, fromForm, type PropertiesForm } from './properties'
import { propertyMessages } from './propertyMessages'

const initial = (vm: Vm): PropertiesForm => ({
  comment: vm.comment,
  tags: vm.tags.join(', '),
  customFields: fieldsText(vm.customFields),
  ownerId: vm.owner?.id ?? '',
  deleteProtected: vm.deleteProtected,
  autostart: vm.autostart,
  stateless: vm.stateless,
  haEnabled: vm.haEnabled,
  haPriority: vm.haPriority,
})

/** Comment, tags, owner and what shall happen with its host: nothing that a running machine notices. */
export function EditProperties({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useText(propertyMessages)
  const common = useText(commonMessages)
  const users = useQuery(api.user.list.queryOptions({ input: { limit: 500 } }))
  const form = useForm({
    initial: initial(vm),
    check: values => checkProperties(fromForm(values)),
    submit: values => client.vm.setProperties({ id: vm.id, ...fromForm(values) }),
    onDone: onClose,
  })
  // Who may not see the users keeps the owner.
  const owners = users.data?.items.map(user => ({ value: user.id, label: user.username })) ?? (vm.owner ? [{ value: vm.owner.id, label: vm.owner.name }] : [])
  return (
    <FormDialog title={t('propertiesOf', { name: vm.name })} form={form} submitLabel={common('save')} onClose={onClose}>
      <TextField {...form.field('comment')} label={t('comment')} autoComplete="off" />
      <TextField {...form.field('tags')} label={t('tags')} hint={t('tagsHint')} autoComplete="off" />
      <TextField {...form.field('customFields')} label={t('customFields')} hint={t('customFieldsHint')} lines={3} />
      <SelectField {...form.field('ownerId')} label={t('owner')} choices={[{ value: '', label: t('nobody') }, ...owners]} />
      <CheckField {...form.field('deleteProtected')} label={t('deleteProtected')} description={t('deleteProtectedHint')} />
      <CheckField {...form.field('autostart')} label={t('autostart')} />
      <CheckField {...form.field('stateless')} label={t('stateless')} description={t('statelessHint')} />
      <CheckField {...form.field('haEnabled')} label={t('ha')} description={t('haHint')} />
      {form.values.haEnabled && (
        <SelectField
          {...form.field('haPriority')}
          label={t('haPriority')}
          choices={[{ value: 'low', label: t('low') }, { value: 'medium', label: t('medium') }, { value: 'high', label: t('high') }]}
        />
      )}
    </FormDialog>
  )
}
