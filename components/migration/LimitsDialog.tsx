'use client'
import type { Migration } from '@/server/contract/api/migration'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { migrationMessages } from './messages'

/** Bandwidth and allowed downtime of a migration, changed while it runs. */
export function LimitsDialog({ vmId, migration: { stats }, onClose }: { vmId: string; migration: Migration; onClose: () => void }) {
  const t = useText(migrationMessages)
  const form = useForm({
    initial: { bandwidthMiBps: stats?.bandwidthMiBps ?? 0, maxDowntimeMs: stats?.maxDowntimeMs ?? 300 },
    submit: ({ bandwidthMiBps, maxDowntimeMs }) => client.migration.tune({ id: vmId, maxDowntimeMs, ...(bandwidthMiBps > 0 ? { bandwidthMiBps } : {}) }),
    onDone: onClose,
  })
  return (
    <FormDialog title={t('limitsTitle')} form={form} submitLabel={t('apply')} onClose={onClose}>
      <NumberField {...form.field('bandwidthMiBps')} label={t('bandwidth')} unit="MiB/s" min={0} max={1_000_000} hint={t('bandwidthHelp')} />
      <NumberField {...form.field('maxDowntimeMs')} label={t('maxDowntime')} unit="ms" min={1} max={2_000_000} />
    </FormDialog>
  )
}
