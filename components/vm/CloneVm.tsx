'use client'
import { useQuery } from '@tanstack/react-query'
import type { CloneVm as Wish, Vm } from '@/server/contract/api/vm'
import { checkVmName } from '@/server/domain/vm/validate'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { GeneraliseFields } from './GeneraliseFields'
import { vmFormMessages } from './formMessages'
import { vmMessages } from './messages'

type Mode = Wish['disks'][number]['mode']

interface Values {
  name: string
  modes: Record<string, Mode>
  generalise: string[] | null
}

export function CloneVm({ id, onClose }: { id: string; onClose: () => void }) {
  const vm = useQuery(api.vm.get.queryOptions({ input: { id } }))
  return vm.data ? <CloneForm vm={vm.data} onClose={onClose} /> : null
}

/** A new machine like this one: its name, and what becomes of each disk. */
function CloneForm({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useText(vmFormMessages)
  const words = useText(vmMessages)
  const f = useFormat()
  const form = useForm<Values, { jobId: string }>({
    initial: { name: `${vm.name}-clone`.slice(-64), modes: {}, generalise: null },
    check: ({ name }) => [checkVmName(name)].filter(finding => finding !== null),
    submit: ({ name, modes, generalise }, idempotencyKey) =>
      client.vm.clone({ id: vm.id, name, disks: Object.entries(modes).map(([disk, mode]) => ({ id: disk, mode })), generalise: generalise?.length === 0 ? null : generalise }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const { modes } = form.values
  const copies = vm.disks.some(({ id }) => (modes[id] ?? 'copy') === 'copy')
  return (
    <FormDialog title={t('cloneTitle', { name: vm.name })} description={t('cloneHint')} form={form} submitLabel={words('clone')} onClose={onClose}>
      <TextField {...form.field('name')} label={t('name')} help={t('nameHelp')} isRequired autoComplete="off" />
      {vm.disks.map(disk => (
        <SelectField<Mode>
          key={disk.id}
          id={`clone-${disk.id}`}
          label={t('cloneDisk', { disk: disk.name, size: f.mib(disk.sizeMiB) })}
          value={modes[disk.id] ?? 'copy'}
          error={undefined}
          onChange={mode => form.change({ modes: { ...modes, [disk.id]: mode } })}
          choices={[
            { value: 'copy', label: t('cloneCopy') },
            { value: 'share', label: disk.options.shareable ? t('cloneShare') : t('cloneNoShare'), isDisabled: !disk.options.shareable },
            { value: 'skip', label: t('cloneSkip') },
          ]}
        />
      ))}
      <GeneraliseFields
        vmId={vm.id} value={copies ? form.values.generalise : null} error={form.field('generalise').error}
        onChange={generalise => form.change({ generalise })}
      />
    </FormDialog>
  )
}
