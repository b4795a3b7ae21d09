'use client'
import Link from 'next/link'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { isAttached } from '@/components/infrastructure/attached'
import { IsoField } from '@/components/storage/IsoField'
import { CardField } from '@/components/ui/form/CardField'
import { SelectField } from '@/components/ui/form/SelectField'
import { vmFormMessages } from '../formMessages'
import { inCluster, sourceKinds, templatesOf } from './newVm'
import type { StepProps } from './form'
import { OsField } from './OsField'
import { TreeFields } from './TreeFields'
import { wizardMessages } from './messages'

/** Where the machine runs, where its system comes from, and which system that is. */
export function SourceStep(props: StepProps) {
  const { form: { values, change, field }, choices } = props
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  return (
    <>
      <SelectField
        {...field('clusterId')}
        label={t('cluster')}
        help={t('clusterHelp')}
        isRequired
        choices={choices.clusters.map(c => ({ value: c.id, label: `${c.name} (${c.datacenter.name})` }))}
        onChange={clusterId => change(inCluster(choices, clusterId))}
      />
      <CardField {...field('source')} label={w('source')} choices={sourceKinds.map(kind => ({ value: kind, label: w(kind), about: w(`${kind}About`) }))} />
      <p>{w.rich('importInstead', { link: text => <Link href="/vms/import">{text}</Link> })}</p>
      {values.source === 'template' && <TemplateChoice {...props} />}
      {values.source === 'iso' && (
        <IsoField
          {...field('iso')}
          label={w('isoImage')}
          isRequired
          clusterId={values.clusterId}
          onChange={(iso, found) => change({ iso, ...(found?.os ? { os: found.os.id, osName: found.os.name } : {}) })}
        />
      )}
      {values.source === 'tree' && <TreeFields {...props} />}
      {values.source === 'existingDisk' && <DiskChoice {...props} />}
      {(values.source !== 'template' || props.template?.blank) && <OsField {...props} />}
    </>
  )
}

function TemplateChoice({ form: { values, field }, choices }: StepProps) {
  const t = useText(vmFormMessages)
  const f = useFormat()
  return (
    <CardField
      {...field('templateId')}
      label={t('template')}
      choices={templatesOf(choices, values.clusterId).map(template => ({
        value: template.id,
        label: template.name,
        about: template.blank
          ? t('blankHint')
          : template.description || t('templateFacts', { os: template.os, memory: f.mib(template.memoryMiB), disk: f.mib(template.diskSizeMiB) }),
      }))}
    />
  )
}

/** Disks that no machine has, on storage domains of the cluster. */
function DiskChoice({ form: { field }, cluster, choices }: StepProps) {
  const w = useText(wizardMessages)
  const f = useFormat()
  const disks = useQuery(api.disk.list.queryOptions({ input: { search: 'floating=true', limit: 500 } }))
  const seen = new Set(choices.storageDomains.filter(domain => isAttached(domain, cluster)).map(({ id }) => id))
  const floating = (disks.data?.items ?? []).filter(disk => seen.has(disk.storageDomain.id))
  return (
    <SelectField
      {...field('diskId')}
      label={w('disk')}
      isRequired
      placeholder={disks.data && floating.length === 0 ? w('noDisk') : w('chooseDisk')}
      hint={floating.length === 0 ? w('noDiskHint') : undefined}
      choices={floating.map(disk => ({ value: disk.id, label: w('diskOn', { name: disk.name, size: f.mib(disk.sizeMiB), domain: disk.storageDomain.name }) }))}
    />
  )
}
