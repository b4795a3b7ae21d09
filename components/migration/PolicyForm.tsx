'use client'
import type { Policy } from '@/server/contract/api/migration'
import { checkName } from '@/server/domain/name'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { nameFindings } from '@/components/ui/form/nameCheck'
import { NumberField, OptionalNumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { outOfRange } from '@/components/ui/form/outOfRange'
import { lastActions, limitsOf, policyDefaults, settingsOf, stepsOf, valuesOf, type PolicyValues } from './policyValues'
import { migrationSettingsMessages } from './settingsMessages'

const findings = (v: PolicyValues) => [
  ...nameFindings(checkName, v.name),
  ...(stepsOf(v.steps) ? [] : [{ field: 'steps', code: 'bad_steps', params: {}, text: 'Whole milliseconds between 1 and 2,000,000, with commas; up to 19.' }]),
  ...outOfRange([
    { field: 'bandwidthMiBps', value: v.bandwidthMiBps, ...limitsOf.bandwidthMiBps },
    { field: 'initialDowntimeMs', value: v.initialDowntimeMs, ...limitsOf.downtimeMs },
    { field: 'parallel', value: v.parallel, ...limitsOf.parallel },
    { field: 'secondsPerGiB', value: v.secondsPerGiB, ...limitsOf.seconds },
    { field: 'stallSeconds', value: v.stallSeconds, ...limitsOf.seconds },
  ]),
]

/** A policy of one's own, new or changed. */
export function PolicyForm({ policy, onClose }: { policy: Policy | null; onClose: () => void }) {
  const t = useText(migrationSettingsMessages)
  const common = useText(commonMessages)
  const form = useForm({
    initial: policy ? valuesOf(policy) : policyDefaults,
    check: findings,
    submit: (values, idempotencyKey) => {
      const { name, description } = values
      const settings = settingsOf(values)
      return policy
        ? client.migrationPolicy.update({ id: policy.id, name, description, settings }, { context: { ifMatch: policy.generation } })
        : client.migrationPolicy.create({ name, description, settings }, { context: { idempotencyKey } })
    },
    onDone: onClose,
  })
  return (
    <FormDialog
      title={policy ? t('editPolicy', { name: policy.name }) : t('createPolicy')} form={form} onClose={onClose}
      {...(policy ? { submitLabel: common('save') } : {})}
    >
      <TextField {...form.field('name')} label={common('name')} isRequired autoFocus />
      <TextField {...form.field('description')} label={common('description')} lines={2} />
      <NumberField {...form.field('initialDowntimeMs')} label={t('downtime')} unit="ms" {...limitsOf.downtimeMs} />
      <TextField {...form.field('steps')} label={t('steps')} hint={t('stepsHelp')} />
      <SelectField {...form.field('last')} label={t('last')} choices={lastActions.map(value => ({ value, label: t(value) }))} />
      <OptionalNumberField {...form.field('bandwidthMiBps')} label={t('bandwidth')} unit="MiB/s" placeholder={t('noLimit')} {...limitsOf.bandwidthMiBps} />
      <OptionalNumberField {...form.field('parallel')} label={t('parallel')} placeholder={t('oneStream')} {...limitsOf.parallel} />
      <OptionalNumberField {...form.field('secondsPerGiB')} label={t('perGiB')} unit="s" placeholder={t('none')} {...limitsOf.seconds} />
      <OptionalNumberField {...form.field('stallSeconds')} label={t('stallTimeout')} unit="s" placeholder={t('none')} {...limitsOf.seconds} />
      <CheckField {...form.field('autoConverge')} label={t('autoConverge')} />
      <CheckField {...form.field('compressed')} label={t('compressed')} />
    </FormDialog>
  )
}
