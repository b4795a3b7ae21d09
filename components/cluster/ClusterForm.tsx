'use client'
import { checkName } from '@/server/domain/name'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { DatacenterField } from '@/components/datacenter/DatacenterField'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings, nameFindings } from '@/components/ui/form/nameCheck'
import { TextField } from '@/components/ui/form/TextField'
import { clusterMessages } from './messages'

export function ClusterForm({ onClose }: { onClose: () => void }) {
  const t = useText(clusterMessages)
  const common = useText(commonMessages)
  const form = useForm({
    initial: { name: '', description: '', datacenterId: '' },
    check: v => [...nameFindings(checkName, v.name), ...chosenFindings('datacenterId', v.datacenterId)],
    submit: (v, idempotencyKey) => client.cluster.create(v, { context: { idempotencyKey } }),
    onDone: onClose,
    draft: 'cluster.create',
  })
  return (
    <FormDialog title={t('create')} form={form} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} help={t('nameHelp')} isRequired autoFocus />
      <DatacenterField {...form.field('datacenterId')} />
      <TextField {...form.field('description')} label={common('description')} lines={3} />
    </FormDialog>
  )
}
