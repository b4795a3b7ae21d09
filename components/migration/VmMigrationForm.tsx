'use client'
import type { MigrationOptions } from '@/server/contract/api/migration'
import type { Vm } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FoldedFields } from '@/components/ui/form/AdvancedFields'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { OptionalNumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { outOfRange } from '@/components/ui/form/outOfRange'
import { limitsOf } from './policyValues'
import { migrationSettingsMessages } from './settingsMessages'
import { usePolicies } from './usePolicies'

const modes = ['any', 'manual', 'pinned'] as const
const switches = ['policy', 'on', 'off'] as const
type Switch = (typeof switches)[number]

const asSwitch = (on: boolean | undefined): Switch => (on === undefined ? 'policy' : on ? 'on' : 'off')

interface Values {
  mode: Vm['migrationMode']
  policy: string
  bandwidthMiBps: number | null
  maxDowntimeMs: number | null
  timeoutSeconds: number | null
  parallel: number | null
  autoConverge: Switch
  compressed: Switch
}

/** What was left empty is as the policy says. */
const optionsOf = ({ bandwidthMiBps, maxDowntimeMs, timeoutSeconds, parallel, autoConverge, compressed }: Values): MigrationOptions => ({
  ...(bandwidthMiBps === null ? {} : { bandwidthMiBps }),
  ...(maxDowntimeMs === null ? {} : { maxDowntimeMs }),
  ...(timeoutSeconds === null ? {} : { timeoutSeconds }),
  ...(parallel === null ? {} : { parallel }),
  ...(autoConverge === 'policy' ? {} : { autoConverge: autoConverge === 'on' }),
  ...(compressed === 'policy' ? {} : { compressed: compressed === 'on' }),
})

/** Whether a machine may move, by which policy, and what it wants otherwise. */
export function VmMigrationForm({ vm: { id, migrationMode, migrationPolicy, migrationOptions: own }, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useText(migrationSettingsMessages)
  const common = useText(commonMessages)
  const { policies } = usePolicies()
  const form = useForm<Values>({
    initial: {
      mode: migrationMode, policy: migrationPolicy ?? '', bandwidthMiBps: own.bandwidthMiBps ?? null, maxDowntimeMs: own.maxDowntimeMs ?? null,
      timeoutSeconds: own.timeoutSeconds ?? null, parallel: own.parallel ?? null, autoConverge: asSwitch(own.autoConverge), compressed: asSwitch(own.compressed),
    },
    check: v => outOfRange([
      { field: 'bandwidthMiBps', value: v.bandwidthMiBps, ...limitsOf.bandwidthMiBps },
      { field: 'maxDowntimeMs', value: v.maxDowntimeMs, ...limitsOf.downtimeMs },
      { field: 'timeoutSeconds', value: v.timeoutSeconds, ...limitsOf.seconds },
      { field: 'parallel', value: v.parallel, ...limitsOf.parallel },
    ]),
    submit: values => client.migration.settings({ id, mode: values.mode, policy: values.policy || null, options: optionsOf(values) }),
    onDone: onClose,
  })
  const onOff = switches.map(value => ({ value, label: value === 'policy' ? t('asPolicy') : t(value) }))
  return (
    <FormDialog title={t('vmTitle')} form={form} submitLabel={common('save')} onClose={onClose}>
      <SelectField {...form.field('mode')} label={t('mode')} choices={modes.map(value => ({ value, label: t(value) }))} />
      <SelectField
        {...form.field('policy')} label={t('policy')} help={t('policyHelp')}
        choices={[{ value: '', label: t('ofCluster') }, ...policies.map(({ id: value, label }) => ({ value, label }))]}
      />
      <FoldedFields label={common('advanced')} isOpen={Object.keys(own).length > 0}>
        <OptionalNumberField {...form.field('bandwidthMiBps')} label={t('bandwidth')} unit="MiB/s" placeholder={t('asPolicy')} {...limitsOf.bandwidthMiBps} />
        <OptionalNumberField {...form.field('maxDowntimeMs')} label={t('downtime')} unit="ms" placeholder={t('asPolicy')} {...limitsOf.downtimeMs} />
        <OptionalNumberField {...form.field('timeoutSeconds')} label={t('timeout')} unit="s" placeholder={t('asPolicy')} {...limitsOf.seconds} />
        <OptionalNumberField {...form.field('parallel')} label={t('parallel')} placeholder={t('asPolicy')} {...limitsOf.parallel} />
        <SelectField {...form.field('autoConverge')} label={t('autoConverge')} choices={onOff} />
        <SelectField {...form.field('compressed')} label={t('compressed')} choices={onOff} />
      </FoldedFields>
    </FormDialog>
  )
}
