'use client'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { OptionalNumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { outOfRange } from '@/components/ui/form/outOfRange'
import { limitsOf } from './policyValues'
import { migrationSettingsMessages } from './settingsMessages'
import { usePolicies } from './usePolicies'

const encryptions = ['always', 'when_possible', 'never'] as const

export function ClusterMigrationForm({ cluster: { id, name, migration }, onClose }: { cluster: Cluster; onClose: () => void }) {
  const t = useText(migrationSettingsMessages)
  const common = useText(commonMessages)
  const { policies } = usePolicies()
  const form = useForm({
    initial: migration,
    check: v => outOfRange([
      { field: 'limit', value: v.limit, ...limitsOf.limit }, { field: 'bandwidthMiBps', value: v.bandwidthMiBps, ...limitsOf.bandwidthMiBps },
    ]),
    submit: values => client.cluster.setMigration({ id, ...values }),
    onDone: onClose,
  })
  return (
    <FormDialog title={t('clusterForm', { name })} form={form} submitLabel={common('save')} onClose={onClose}>
      <SelectField
        {...form.field('policy')} label={t('policy')} help={t('policyHelp')}
        choices={policies.map(({ id: value, label }) => ({ value, label }))}
      />
      <OptionalNumberField {...form.field('limit')} label={t('limit')} placeholder={t('limitDefault')} {...limitsOf.limit} />
      <OptionalNumberField {...form.field('bandwidthMiBps')} label={t('bandwidth')} unit="MiB/s" placeholder={t('asPolicy')} {...limitsOf.bandwidthMiBps} />
      <SelectField
        {...form.field('encryption')} label={t('encryption')} help={t('encryptionHelp')}
        choices={encryptions.map(value => ({ value, label: t(value) }))}
      />
    </FormDialog>
  )
}
