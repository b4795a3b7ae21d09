'use client'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { CheckField } from '@/components/ui/form/CheckField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { vmFormMessages } from '../formMessages'
import { propertyMessages } from '../propertyMessages'
import type { StepProps } from './form'
import { wizardMessages } from './messages'

/** What people call it, whose it is, and what shall happen with its host. */
export function GeneralStep({ form: { values, field, change } }: StepProps) {
  const t = useText(vmFormMessages)
  const p = useText(propertyMessages)
  const w = useText(wizardMessages)
  const users = useQuery(api.user.list.queryOptions({ input: { limit: 500 } }))
  return (
    <>
      <TextField {...field('name')} label={t('name')} help={t('nameHelp')} isRequired autoComplete="off" onChange={name => change({ name, named: true })} />
      <TextField {...field('description')} label={t('description')} lines={2} />
      <TextField {...field('comment')} label={p('comment')} autoComplete="off" />
      <TextField {...field('tags')} label={p('tags')} hint={p('tagsHint')} autoComplete="off" />
      <SelectField {...field('ownerId')} label={p('owner')} choices={[{ value: '', label: w('me') }, ...(users.data?.items ?? []).map(user => ({ value: user.id, label: user.username }))]} />
      <AdvancedFields isOpen={values.deleteProtected || values.autostart || values.haEnabled}>
        <CheckField {...field('deleteProtected')} label={p('deleteProtected')} description={p('deleteProtectedHint')} />
        <CheckField {...field('autostart')} label={p('autostart')} />
        <CheckField {...field('haEnabled')} label={p('ha')} description={p('haHint')} />
        {values.haEnabled && (
          <SelectField {...field('haPriority')} label={p('haPriority')} choices={[{ value: 'low', label: p('low') }, { value: 'medium', label: p('medium') }, { value: 'high', label: p('high') }]} />
        )}
      </AdvancedFields>
    </>
  )
}
