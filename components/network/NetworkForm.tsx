'use client'
import { checkTechnicalName } from '@/server/domain/name'
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
import { checkBridge } from './checkBridge'
import { networkMessages } from './messages'

interface Values {
  name: string
  description: string
  datacenterId: string
  clusterIds: string[] | null
  mode: 'nat' | 'bridge'
  bridge: string
}

export function NetworkForm({ onClose }: { onClose: () => void }) {
  const t = useText(networkMessages)
  const common = useText(commonMessages)
  const initial: Values = { name: '', description: '', datacenterId: '', clusterIds: null, mode: 'nat', bridge: '' }
  const form = useForm({
    initial,
    check: v => [
      ...nameFindings(checkTechnicalName, v.name),
      ...chosenFindings('datacenterId', v.datacenterId),
      ...(v.mode === 'bridge' ? checkBridge(v.bridge) : []),
    ],
    submit: ({ bridge, ...v }, idempotencyKey) => client.network.create({ ...v, bridge: v.mode === 'bridge' ? bridge : null }, { context: { idempotencyKey } }),
    onDone: onClose,
    draft: 'network.create',
  })
  return (
    <FormDialog title={t('create')} form={form} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} help={t('nameHelp')} isRequired autoFocus />
      {/* Clusters belong to one datacenter. */}
      <DatacenterField {...form.field('datacenterId')} onChange={datacenterId => form.change({ datacenterId, clusterIds: null })} />
      <RadioField
        {...form.field('mode')}
        label={t('mode')}
        choices={[
          { value: 'nat', label: t('nat'), description: t('natHelp') },
          { value: 'bridge', label: t('bridgeMode'), description: t('bridgeHelp') },
        ]}
      />
      {form.values.mode === 'bridge' ? (
        <TextField {...form.field('bridge')} label={t('bridge')} help={t('bridgeFieldHelp')} placeholder="br0" isRequired />
      ) : null}
      <ClustersField {...form.field('clusterIds')} datacenterId={form.values.datacenterId} />
      <TextField {...form.field('description')} label={common('description')} lines={2} />
    </FormDialog>
  )
}
