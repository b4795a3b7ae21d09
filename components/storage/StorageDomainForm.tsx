'use client'
import { useState } from 'react'
import type { StorageProbe } from '@/server/contract/api/storage-import'
import { checkName } from '@/server/domain/name'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { DatacenterField } from '@/components/datacenter/DatacenterField'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ClustersField } from '@/components/infrastructure/ClustersField'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings, nameFindings, type Finding } from '@/components/ui/form/nameCheck'
import { RadioField } from '@/components/ui/form/RadioField'
import { TextField } from '@/components/ui/form/TextField'
import { checkPath } from './checkPath'
import { importMessages } from './importMessages'
import { storageMessages } from './messages'
import { ProbeResult } from './ProbeResult'

interface Values {
  name: string
  description: string
  datacenterId: string
  clusterIds: string[] | null
  type: 'local' | 'posix'
  path: string
  takeOver: boolean
}

const placeOf = ({ datacenterId, clusterIds, type, path }: Values) => ({ datacenterId, clusterIds, type, path })
const keyOf = (values: Values): string => JSON.stringify(placeOf(values))

/** What lies there keeps it from being used: it is here already, damaged, or a newer version's. */
function unusable(probe: StorageProbe | null): Finding[] {
  const { existing, problem } = probe ?? {}
  if (problem) return [{ field: 'path', ...problem }]
  if (!existing || existing.known === null) return []
  return [{ field: 'path', code: 'domain_known', params: { name: existing.known }, text: `This storage domain is here already: ${existing.known}.` }]
}

/** Where it lies is tried from every host before it is saved; one that lies there already is imported instead. */
export function StorageDomainForm({ onClose }: { onClose: () => void }) {
  const t = useText(storageMessages)
  const i = useText(importMessages)
  const common = useText(commonMessages)
  const [tried, setTried] = useState<{ key: string; probe: StorageProbe } | null>(null)
  const probeOf = (values: Values): StorageProbe | null => (tried?.key === keyOf(values) ? tried.probe : null)
  const initial: Values = { name: '', description: '', datacenterId: '', clusterIds: null, type: 'local', path: '', takeOver: false }
  const form = useForm({
    initial,
    check: v => [
      // One that is imported has a name: it is asked for when it is known that there is none.
      ...(v.name === '' && !probeOf(v) ? [] : nameFindings(checkName, v.name)), ...chosenFindings('datacenterId', v.datacenterId), ...checkPath(v.path),
      ...unusable(probeOf(v)),
    ],
    submit: async ({ takeOver, ...v }: Values, idempotencyKey) => {
      const probe = probeOf({ takeOver, ...v })
      if (!probe) return { key: keyOf({ takeOver, ...v }), probe: await client.storageDomain.probe(placeOf({ takeOver, ...v })) }
      const existing = probe.existing ? { id: probe.existing.id, takeOver } : null
      await client.storageDomain.create({ ...v, existing }, { context: { idempotencyKey } })
      return null
    },
    onDone: answer => {
      if (!answer) return onClose()
      setTried(answer)
      if (answer.probe.existing && form.values.name === '') form.change({ name: answer.probe.existing.name })
    },
    draft: 'storageDomain.create',
  })
  const probe = probeOf(form.values)
  return (
    <FormDialog title={t('create')} form={form} submitLabel={probe ? (probe.existing ? i('import') : common('create')) : i('test')} onClose={onClose}>
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
      {probe ? <ProbeResult probe={probe} takeOver={form.field('takeOver')} /> : null}
    </FormDialog>
  )
}
