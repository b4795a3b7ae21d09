'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { checkGrowth, maxDiskMiB } from '@/server/domain/disk/check'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { diskMessages } from './messages'

const GiB = 1024

export function ResizeDisk({ disk, onClose }: { disk: DiskRow; onClose: () => void }) {
  const t = useText(diskMessages)
  const f = useFormat()
  const form = useForm({
    initial: { sizeMiB: disk.sizeMiB + GiB },
    check: ({ sizeMiB }) => checkGrowth(sizeMiB, disk.sizeMiB),
    submit: ({ sizeMiB }, idempotencyKey) => client.disk.resize({ id: disk.id, sizeMiB }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const { sizeMiB } = form.values
  return (
    <FormDialog title={t('resizeTitle', { name: disk.name })} description={t('resizeHint')} form={form} submitLabel={t('resize')} onClose={onClose}>
      <NumberField
        {...form.field('sizeMiB')}
        label={t('newSize')}
        unit="MiB"
        min={disk.sizeMiB + 1}
        max={maxDiskMiB}
        step={GiB}
        isRequired
        hint={`${Number.isFinite(sizeMiB) ? `${f.mib(sizeMiB)}. ` : ''}${t('nowSize', { size: f.mib(disk.sizeMiB) })}`}
      />
    </FormDialog>
  )
}
