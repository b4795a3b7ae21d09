'use client'
import { useQuery } from '@tanstack/react-query'
import type { DiskRow } from '@/server/contract/api/disk'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings } from '@/components/ui/form/nameCheck'
import { SelectField } from '@/components/ui/form/SelectField'
import { diskMessages } from './messages'
import { BusField, type Bus } from './SeatFields'

const most = 500

/** Chooses the machine that this disk goes to. */
export function AttachToVm({ disk, onClose }: { disk: DiskRow; onClose: () => void }) {
  const t = useText(diskMessages)
  const words = useWords()
  const vms = useQuery(api.vm.list.queryOptions({ input: { search: 'external=false', limit: most, sort: 'name' } })).data?.items
  const form = useForm<{ vmId: string; bus: Bus }, { jobId: string }>({
    initial: { vmId: '', bus: disk.bus },
    check: ({ vmId }) => chosenFindings('vmId', vmId),
    submit: ({ vmId, bus }, idempotencyKey) => client.disk.attach({ id: vmId, diskId: disk.id, bus }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const choices = (vms ?? []).filter(vm => vm.id !== disk.vm?.id).map(vm => {
    const { allowed = false, reason = null } = vm.actions.disks ?? {}
    return { value: vm.id, label: allowed || !reason ? vm.name : t('vmRunning', { name: vm.name, reason: words.reason(reason) }), isDisabled: !allowed }
  })
  return (
    <FormDialog title={t('attachDisk', { name: disk.name })} form={form} submitLabel={t('attach')} onClose={onClose}>
      <SelectField
        {...form.field('vmId')}
        label={t('chooseVm')}
        isRequired
        placeholder=""
        {...(vms && choices.every(({ isDisabled }) => isDisabled) ? { hint: t('noVm') } : {})}
        choices={choices}
      />
      <BusField {...form.field('bus')} />
    </FormDialog>
  )
}
