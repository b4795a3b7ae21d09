'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField, OptionalNumberField } from '@/components/ui/form/NumberField'
import { outOfRange } from '@/components/ui/form/outOfRange'
import { storageMessages } from './messages'

const ranges = { warningFreePercent: { min: 0, max: 100 }, blockingFreeMiB: { min: 0, max: 1_073_741_824 }, overcommitPercent: { min: 1, max: 100_000 } } as const

/** Thresholds of free space, and the limit of over-commitment. */
export function SpaceForm({ domain, onClose }: { domain: StorageDomain; onClose: () => void }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const form = useForm({
    initial: domain.limits,
    check: v => outOfRange([
      { field: 'warningFreePercent', value: v.warningFreePercent, ...ranges.warningFreePercent },
      { field: 'blockingFreeMiB', value: v.blockingFreeMiB, ...ranges.blockingFreeMiB },
      { field: 'overcommitPercent', value: v.overcommitPercent, ...ranges.overcommitPercent },
    ]),
    submit: values => client.storageDomain.setSpace({ id: domain.id, ...values }),
    onDone: onClose,
  })
  const { warningFreePercent, blockingFreeMiB } = form.values
  const warns = Number.isFinite(warningFreePercent) && domain.capacityMiB ? f.mib((domain.capacityMiB * warningFreePercent) / 100) : null
  return (
    <FormDialog title={t('limitsOf', { name: domain.name })} form={form} submitLabel={common('save')} onClose={onClose}>
      <NumberField {...form.field('warningFreePercent')} label={t('warningField')} help={t('warningHelp')} unit="%" {...ranges.warningFreePercent} {...(warns ? { hint: warns } : {})} />
      <OptionalNumberField
        {...form.field('blockingFreeMiB')} label={t('blockingField')} help={t('blockingHelp')} unit="MiB" step={1024} placeholder={t('blockingDefault')} {...ranges.blockingFreeMiB}
        {...(blockingFreeMiB !== null && Number.isFinite(blockingFreeMiB) ? { hint: f.mib(blockingFreeMiB) } : {})}
      />
      <OptionalNumberField {...form.field('overcommitPercent')} label={t('overcommitLimit')} help={t('overcommitHelp')} unit="%" step={10} placeholder={t('noLimit')} {...ranges.overcommitPercent} />
    </FormDialog>
  )
}
