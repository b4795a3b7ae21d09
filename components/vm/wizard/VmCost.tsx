'use client'
import type { Template } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { vmFormMessages } from '../formMessages'
import type { NewVm } from './newVm'

interface Props {
  values: NewVm
  template: Template | undefined
  /** Data domains that are attached to the cluster. */
  storageDomains: readonly StorageDomain[]
}

/** What the machine will take, beside the Create button. */
export function VmCost({ values, template, storageDomains }: Props) {
  const t = useText(vmFormMessages)
  const f = useFormat()
  const { memoryMiB, vcpus, diskSizeMiB } = values
  if (![memoryMiB, vcpus, diskSizeMiB].every(Number.isFinite)) return null
  const run = t('cost', { memory: f.mib(memoryMiB), vcpus })
  if (diskSizeMiB === 0) return <span>{t('costLineNoDisk', { run })}</span>
  // The server puts the disk beside the template's image, or on the only active data domain there is.
  const active = storageDomains.filter(d => d.status === 'active')
  const beside = values.source === 'template' ? template?.storageDomain?.id : undefined
  const domain = active.find(d => d.id === (values.storageDomainId || beside)) ?? (active.length === 1 ? active[0] : undefined)
  const size = f.mib(diskSizeMiB)
  const disk = domain ? t('costDiskOn', { size, domain: domain.name, free: f.mib(domain.freeMiB) }) : t('costDisk', { size })
  return <span>{t('costLine', { run, disk })}</span>
}
