'use client'
import { useQuery } from '@tanstack/react-query'
import type { DiskRow } from '@/server/contract/api/disk'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { refusal } from '@/components/ui/action'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings } from '@/components/ui/form/nameCheck'
import { SelectField } from '@/components/ui/form/SelectField'
import { diskMessages } from './messages'
import { BusField, type Bus } from './SeatFields'

const most = 500

/** A floating disk for this machine, or a share of another one's. */
export function AttachDisk({ vm, onClose }: { vm: { id: string; name: string }; onClose: () => void }) {
  const t = useText(diskMessages)
  const words = useWords()
  const f = useFormat()
  const search = `(floating=true or shareable=true) and vm!=${vm.id}`
  const disks = useQuery(api.disk.list.queryOptions({ input: { search, limit: most, sort: 'name' } })).data?.items
  const form = useForm<{ diskId: string; bus: Bus }, { jobId: string }>({
    initial: { diskId: '', bus: 'virtio' },
    check: ({ diskId }) => chosenFindings('diskId', diskId),
    submit: ({ diskId, bus }, idempotencyKey) => client.disk.attach({ id: vm.id, diskId, bus }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const labelOf = (disk: DiskRow): string => {
    const facts = { name: disk.name, size: f.mib(disk.sizeMiB), domain: disk.storageDomain.name }
    const name = disk.vm ? t('sharedChoice', { ...facts, vm: disk.vm.name }) : t('diskChoice', facts)
    const why = refusal(disk.actions.attach)
    return why ? t('vmRunning', { name, reason: words.reason(why) }) : name
  }
  return (
    <FormDialog title={t('attachTo', { name: vm.name })} description={t('attachHint')} form={form} submitLabel={t('attach')} onClose={onClose}>
      <SelectField
        {...form.field('diskId')}
        label={t('chooseDisk')}
        isRequired
        placeholder=""
        {...(disks?.length === 0 ? { hint: t('noFloating') } : {})}
        choices={(disks ?? []).map(disk => ({ value: disk.id, label: labelOf(disk), isDisabled: refusal(disk.actions.attach) !== null }))}
      />
      <BusField {...form.field('bus')} />
    </FormDialog>
  )
}
