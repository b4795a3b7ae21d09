'use client'
import { checkName } from '@/server/domain/name'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { DatacenterField } from '@/components/datacenter/DatacenterField'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ClustersField } from '@/components/infrastructure/ClustersField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings, nameFindings } from '@/components/ui/form/nameCheck'
import { RadioField } from '@/components/ui/form/RadioField'
import { TextField } from '@/components/ui/form/TextField'
import { checkPath } from './checkPath'
import { storageMessages } from './messages'

interface Values {
  name: string
  description: string
  datacenterId: string
  clusterIds: string[] | null
  type: 'local' | 'posix'
  path: string
}

export function StorageDomainForm({ onClose }: { onClose: () => void }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  const initial: Values = { name: '', description: '', datacenterId: '', clusterIds: null, type: 'local', path: '' }
  const form = useForm({
    initial,
    check: v => [...nameFindings(checkName, v.name), ...chosenFindings('datacenterId', v.datacenterId), ...checkPath(v.path)],
    submit: (v, idempotencyKey) => client.storageDomain.create(v, { context: { idempotencyKey } }),
    onDone: onClose,
    draft: 'storageDomain.create',
  })
  return (
    <FormDialog title={t('create')} form={form} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} isRequired autoFocus />
      {/* Clusters belong to one datacenter. */}
      <DatacenterField {...form.field('datacenterId')} onChange={datacenterId => form.change({ datacenterId, clusterIds: null })} />
      <RadioField
        {...form.field('type')}
        label={t('type')}
        choices={[
          { value: 'local', label: t('local'), description: t('localHelp') },
          { value: 'posix', label: t('posix'), description: t('posixHelp') },
        ]}
      />
      <TextField {...form.field('path')} label={t('path')} help={t('pathHelp')} placeholder="/srv/atrium/data" isRequired />
      <ClustersField {...form.field('clusterIds')} datacenterId={form.values.datacenterId} />
      <TextField {...form.field('description')} label={common('description')} lines={2} />
    </FormDialog>
  )
}
