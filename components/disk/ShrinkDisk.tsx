'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { checkShrink } from '@/server/domain/disk/check'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { Notice } from '@/components/ui/Notice'
import { dialogMessages } from './dialogMessages'
import { diskMessages } from './messages'

const GiB = 1024

/** Says what is lost, and has it confirmed. */
export function ShrinkDisk({ disk, onClose }: { disk: DiskRow; onClose: () => void }) {
  const t = useText(diskMessages)
  const d = useText(dialogMessages)
  const f = useFormat()
  const form = useForm({
    initial: { sizeMiB: Math.max(1, disk.sizeMiB - Math.min(GiB, Math.floor(disk.sizeMiB / 2))), lose: false },
    check: ({ sizeMiB, lose }) => [
      ...checkShrink(sizeMiB, disk.sizeMiB), ...(lose ? [] : [{ field: 'lose', code: 'disk_cut', params: {}, text: 'Confirm that what lies beyond may be lost.' }]),
    ],
    submit: ({ sizeMiB }, idempotencyKey) => client.disk.shrink({ id: disk.id, sizeMiB }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const { sizeMiB } = form.values
  const cut = Number.isFinite(sizeMiB) && sizeMiB > 0 && sizeMiB < disk.sizeMiB ? disk.sizeMiB - sizeMiB : null
  return (
    <FormDialog title={d('shrinkTitle', { name: disk.name })} form={form} submitLabel={t('shrink')} onClose={onClose}>
      <Notice variant="warning" title={d('shrinkWarning')} />
      <NumberField
        {...form.field('sizeMiB')}
        label={t('newSize')}
        unit="MiB"
        min={1}
        max={disk.sizeMiB - 1}
        step={GiB}
        isRequired
        hint={`${Number.isFinite(sizeMiB) ? `${f.mib(sizeMiB)}. ` : ''}${t('nowSize', { size: f.mib(disk.sizeMiB) })}`}
      />
      <CheckField {...form.field('lose')} label={cut === null ? d('loseUnknown') : d('lose', { cut: f.mib(cut), disk: disk.name })} />
    </FormDialog>
  )
}
