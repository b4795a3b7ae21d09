'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { OptionalNumberField } from '@/components/ui/form/NumberField'
import { dialogMessages } from './dialogMessages'
import { ImageFields, imageValues, type ImageValues } from './ImageFields'
import { diskMessages } from './messages'

/** MiB/s */
const fastest = 100_000

/** To another storage domain, or as another kind of image where it is. */
export function MoveDisk({ disk, onClose }: { disk: DiskRow; onClose: () => void }) {
  const t = useText(diskMessages)
  const d = useText(dialogMessages)
  const form = useForm<ImageValues & { mibPerSecond: number | null }, { jobId: string }>({
    initial: { ...imageValues(disk), mibPerSecond: null },
    check: ({ mibPerSecond: rate }) => (rate === null || (Number.isInteger(rate) && rate >= 1 && rate <= fastest) ? [] : [{ field: 'mibPerSecond', code: 'out_of_range', params: { min: 1, max: fastest }, text: `A whole number from 1 to ${fastest}.` }]),
    submit: (values, idempotencyKey) => client.disk.move({ id: disk.id, ...values }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const hint = disk.live ? d('moveLiveHint') : disk.template && disk.allocation === 'thin' ? d('moveThinHint', { template: disk.template.name }) : d('moveHint')
  return (
    <FormDialog
      title={d('moveTitle', { name: disk.name })} description={hint}
      form={form} submitLabel={t('move')} onClose={onClose}
    >
      <ImageFields disk={disk} values={form.values} fields={{ storageDomainId: form.field('storageDomainId'), format: form.field('format'), allocation: form.field('allocation') }} />
      {disk.live && (
        <AdvancedFields>
          <OptionalNumberField {...form.field('mibPerSecond')} label={d('rate')} unit="MiB/s" min={1} max={fastest} placeholder={d('rateNone')} hint={d('rateHint')} />
        </AdvancedFields>
      )}
    </FormDialog>
  )
}
