'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { DetailPage } from '@/components/shell/DetailPage'
import { DiskList, EventsOf, IsoList, TemplatesOf, VmList } from '@/components/shell/tabs'
import { later } from '@/components/ui/later'
import { Notice } from '@/components/ui/Notice'
import { useUploading } from '@/components/upload/useUploading'
import { StateLabel } from '@/components/ui/StateLabel'
import { importMessages } from './importMessages'
import { storageMessages } from './messages'
import { StorageSummary } from './StorageSummary'
import { useStorageActions } from './useStorageActions'

const StorageImport = later(() => import('./StorageImport').then(m => m.StorageImport))
const StorageHosts = later(() => import('./StorageHosts').then(m => m.StorageHosts))

/** What a person should know at once: who can't use it, and how little room there is. */
function Notes({ domain }: { domain: StorageDomain }) {
  const t = useText(storageMessages)
  const f = useFormat()
  const { status, space, freeMiB, blockingMiB, committedMiB, capacityMiB } = domain
  const committed = capacityMiB ? (committedMiB / capacityMiB) * 100 : 0
  return (
    <>
      {status === 'inactive' ? <Notice variant="danger" title={t('inactive')} /> : null}
      {status === 'partly_active' ? <Notice variant="warning" title={t('partlyActive')} /> : null}
      {domain.metadataError ? <Notice variant="warning" title={t('metadataError', { reason: domain.metadataError })} /> : null}
      {space === 'blocked' ? <Notice variant="danger" title={t('blockedSpace', { free: f.mib(freeMiB), least: f.mib(blockingMiB) })} /> : null}
      {space === 'low' ? <Notice variant="warning" title={t('lowSpace', { free: f.mib(freeMiB) })} /> : null}
      {committed > 100 ? <Notice variant="warning" title={t('overCommitted', { percent: f.percent(committed) })} /> : null}
    </>
  )
}

/** One storage domain: space, which hosts reach it, what lies on it. */
export function StorageDomainDetailPage({ id }: { id: string }) {
  const common = useText(commonMessages)
  const i = useText(importMessages)
  const router = useRouter()
  const actions = useStorageActions(() => router.push('/storage-domains'))
  const uploading = useUploading({ storageDomainId: id })
  const query = useQuery(api.storageDomain.get.queryOptions({ input: { id } }))
  return (
    <DetailPage
      query={query}
      list={{ label: common('storageDomains'), path: '/storage-domains' }}
      nameOf={s => s.name}
      beside={s => <StateLabel kind="storage-domain" state={s.status} />}
      descriptionOf={s => s.description}
      actions={s => [...(s.role === 'export' ? [] : [{ ...uploading.item, primary: true }]), ...actions.items(s)]}
      notes={s => <Notes domain={s} />}
      tabs={s => [
        { id: 'summary', label: common('summary'), render: domain => <StorageSummary domain={domain} /> },
        { id: 'disks', label: common('disks'), count: s.diskCount, render: () => <DiskList within={`storagedomain=${id}`} /> },
        { id: 'isos', label: common('isoLibrary'), render: domain => <IsoList domain={domain} upload={uploading.item} /> },
        { id: 'vms', label: common('vms'), count: s.vmCount, render: () => <VmList within={`storagedomain=${id}`} /> },
        { id: 'templates', label: common('templates'), count: s.templateCount, render: () => <TemplatesOf within={`storagedomain=${id}`} /> },
        { id: 'hosts', label: common('hosts'), count: s.hosts.length, render: domain => <StorageHosts domain={domain} /> },
        ...(s.datacenter ? [{ id: 'import', label: i('tab'), render: (domain: StorageDomain) => <StorageImport domain={domain} /> }] : []),
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={<>{actions.dialogs}{uploading.dialog}</>}
    />
  )
}
