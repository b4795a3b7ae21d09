'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { DatacenterField } from '@/components/datacenter/DatacenterField'
import { useText } from '@/components/i18n/useText'
import { ClustersField } from '@/components/infrastructure/ClustersField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings } from '@/components/ui/form/nameCheck'
import { importMessages } from './importMessages'

export function AttachStorage({ domain, onClose }: { domain: StorageDomain; onClose: () => void }) {
  const t = useText(importMessages)
  const initial: { datacenterId: string; clusterIds: string[] | null } = { datacenterId: '', clusterIds: null }
  const form = useForm({
    initial,
    check: v => chosenFindings('datacenterId', v.datacenterId),
    submit: (values, idempotencyKey) => client.storageDomain.attach({ id: domain.id, ...values }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  return (
    <FormDialog title={t('attachTitle', { name: domain.name })} form={form} submitLabel={t('attach')} onClose={onClose}>
      <DatacenterField {...form.field('datacenterId')} onChange={datacenterId => form.change({ datacenterId, clusterIds: null })} />
      <ClustersField {...form.field('clusterIds')} datacenterId={form.values.datacenterId} />
    </FormDialog>
  )
}
