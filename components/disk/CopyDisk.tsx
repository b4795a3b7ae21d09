'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { checkDisk } from '@/server/domain/disk/check'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { TextField } from '@/components/ui/form/TextField'
import { dialogMessages } from './dialogMessages'
import { ImageFields, imageValues } from './ImageFields'
import { diskMessages } from './messages'

/** A disk of its own with the same data. */
export function CopyDisk({ disk, onClose }: { disk: DiskRow; onClose: () => void }) {
  const t = useText(diskMessages)
  const d = useText(dialogMessages)
  const common = useText(commonMessages)
  const form = useForm({
    initial: { name: `${disk.name.slice(0, 59)}-copy`, ...imageValues(disk) },
    check: ({ name, format }) => checkDisk({ name, sizeMiB: disk.sizeMiB, format, shareable: false }),
    submit: (values, idempotencyKey) => client.disk.copy({ id: disk.id, ...values }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  return (
    <FormDialog title={d('copyTitle', { name: disk.name })} description={d('copyHint')} form={form} submitLabel={t('copy')} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} isRequired autoComplete="off" />
      <ImageFields disk={disk} values={form.values} fields={{ storageDomainId: form.field('storageDomainId'), format: form.field('format'), allocation: form.field('allocation') }} />
    </FormDialog>
  )
}
