'use client'
import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { checkDisk, maxDiskMiB } from '@/server/domain/disk/check'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { isAttached } from '@/components/infrastructure/attached'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { CheckField } from '@/components/ui/form/CheckField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { diskMessages } from './messages'
import { BusField, CacheField, type Bus, type Cache } from './SeatFields'

interface Machine {
  id: string
  name: string
  datacenter: { id: string }
  cluster: { id: string }
  disks: readonly { storageDomain: { id: string } }[]
}

interface Values {
  name: string
  sizeMiB: number
  storageDomainId: string
  format: 'qcow2' | 'raw'
  allocation: 'thin' | 'preallocated'
  bus: Bus
  cache: Cache
  discard: boolean
  readOnly: boolean
  shareable: boolean
}

const wish = ({ cache, discard, readOnly, shareable, ...disk }: Values) => ({
  ...disk, options: { cache, discard: discard ? ('unmap' as const) : ('ignore' as const), readOnly, shareable },
})

/** An empty disk, for a machine or for none yet. */
export function NewDisk({ vm, onClose }: { vm?: Machine; onClose: () => void }) {
  const t = useText(diskMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const found = useQuery(api.storageDomain.list.queryOptions({ input: { search: 'role=data', limit: 500, sort: 'name' } })).data?.items ?? []
  const domains = vm ? found.filter(domain => isAttached(domain, { id: vm.cluster.id, datacenter: vm.datacenter })) : found
  const initial: Values = {
    name: vm ? `${vm.name}_Disk${vm.disks.length + 1}`.slice(-64) : '',
    sizeMiB: 10_240, storageDomainId: vm?.disks[0]?.storageDomain.id ?? '', format: 'qcow2', allocation: 'thin', bus: 'virtio', cache: 'none',
    discard: true, readOnly: false, shareable: false,
  }
  const form = useForm({
    initial,
    check: checkDisk,
    submit: (values, idempotencyKey) => {
      const context = { context: { idempotencyKey } }
      return vm ? client.disk.createForVm({ id: vm.id, ...wish(values) }, context) : client.disk.create(wish(values), context)
    },
    onDone: onClose,
  })
  const { values, change } = form
  const domain = domains.find(({ id }) => id === values.storageDomainId)
  const first = domains[0]?.id
  useEffect(() => {
    if (values.storageDomainId === '' && first) change({ storageDomainId: first })
  })
  return (
    <FormDialog title={vm ? t('createFor', { name: vm.name }) : t('create')} description={t('createHint')} form={form} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} isRequired autoComplete="off" />
      <SelectField {...form.field('storageDomainId')} label={common('storageDomain')} isRequired choices={domains.map(({ id, name }) => ({ value: id, label: name }))} />
      <NumberField
        {...form.field('sizeMiB')}
        label={t('size')}
        unit="MiB"
        min={1}
        max={maxDiskMiB}
        step={1024}
        isRequired
        {...(domain && Number.isFinite(values.sizeMiB) ? { hint: t('sizeHint', { size: f.mib(values.sizeMiB), domain: domain.name, free: f.mib(domain.freeMiB) }) } : {})}
      />
      <RadioField
        {...form.field('allocation')}
        label={t('allocation')}
        choices={[
          { value: 'thin', label: t('thin'), description: t('thinHint') },
          { value: 'preallocated', label: t('preallocated'), description: t('preallocatedHint') },
        ]}
      />
      <AdvancedFields>
        <SelectField {...form.field('format')} label={t('format')} help={t('formatHelp')} choices={[{ value: 'qcow2', label: 'qcow2' }, { value: 'raw', label: 'raw' }]} />
        <BusField {...form.field('bus')} />
        <CacheField {...form.field('cache')} />
        <CheckField {...form.field('discard')} label={t('discard')} />
        <CheckField {...form.field('readOnly')} label={t('readOnly')} />
        <CheckField
          {...form.field('shareable')}
          label={t('shareableLabel')}
          description={t('shareableHint')}
          onChange={shareable => change(shareable ? { shareable, format: 'raw' } : { shareable })}
        />
      </AdvancedFields>
    </FormDialog>
  )
}
