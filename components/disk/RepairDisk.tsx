'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { RadioField } from '@/components/ui/form/RadioField'
import { dialogMessages } from './dialogMessages'
import { diskMessages } from './messages'

/** The harmless repair first. */
export function RepairDisk({ disk, onClose }: { disk: DiskRow; onClose: () => void }) {
  const t = useText(diskMessages)
  const d = useText(dialogMessages)
  const form = useForm<{ repair: 'leaks' | 'all' }, { jobId: string }>({
    initial: { repair: 'leaks' },
    submit: ({ repair }, idempotencyKey) => client.disk.repair({ id: disk.id, repair }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  return (
    <FormDialog title={d('repairTitle', { name: disk.name })} description={d('repairHint')} form={form} submitLabel={t('repair')} onClose={onClose}>
      <RadioField
        {...form.field('repair')}
        label={d('repairWhat')}
        choices={[
          { value: 'leaks', label: d('repairLeaks'), description: d('repairLeaksHint') },
          { value: 'all', label: d('repairAll'), description: d('repairAllHint') },
        ]}
      />
    </FormDialog>
  )
}
