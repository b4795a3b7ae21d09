'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { api } from '@/components/data/client'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { storageDomainStateNames } from '@/components/i18n/states'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ListPage } from '@/components/shell/ListPage'
import { ObjectLink, RefLink } from '@/components/shell/ObjectLink'
import { ResourceList } from '@/components/shell/ResourceList'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import { later } from '@/components/ui/later'
import type { Column } from '@/components/ui/table'
import { storageMessages } from './messages'
import { usedPercent } from './usedPercent'
import { useStorageActions } from './useStorageActions'

const StorageDomainForm = later(() => import('./StorageDomainForm').then(m => m.StorageDomainForm))

const searchFields = [
  { name: 'name' },
  { name: 'status', values: storageDomainStateNames },
  { name: 'datacenter' },
  { name: 'host' },
  { name: 'role', values: ['data', 'iso', 'export'] },
  { name: 'type', values: ['local', 'posix'] },
  { name: 'path' },
  { name: 'free' },
  { name: 'capacity' },
  { name: 'description' },
]

function useStorageDomainList() {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const [creating, setCreating] = useOpenParam()
  const actions = useStorageActions()
  const create = (
    <ActionButton item={{ id: 'create', label: t('create'), state: useMay('storage-domain.create'), onSelect: () => setCreating(true) }} variant="primary" />
  )
  const columns: Column<StorageDomain>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: s => <ObjectLink type="storage-domain" id={s.id} name={s.name} /> },
    { id: 'status', label: common('state'), sortField: 'status', render: s => <StateLabel kind="storage-domain" state={s.status} /> },
    { id: 'datacenter', label: common('datacenter'), sortField: 'datacenter', render: s => (s.datacenter ? <RefLink type="datacenter" to={s.datacenter} /> : '–') },
    { id: 'role', label: t('role'), sortField: 'role', hidden: true, render: s => t(s.role) },
    { id: 'type', label: t('type'), sortField: 'type', render: s => t(s.type) },
    { id: 'path', label: t('path'), sortField: 'path', render: s => <code>{s.path}</code> },
    { id: 'use', label: t('use'), render: s => <Meter percent={usedPercent(s)} label={t('useOf', { name: s.name })} /> },
    { id: 'free', label: t('free'), sortField: 'freeMiB', numeric: true, render: s => f.mib(s.freeMiB) },
    { id: 'capacity', label: t('capacity'), sortField: 'capacityMiB', numeric: true, render: s => f.mib(s.capacityMiB) },
    { id: 'disks', label: common('disks'), sortField: 'diskCount', numeric: true, render: s => f.number(s.diskCount) },
    { id: 'templates', label: t('templates'), sortField: 'templateCount', numeric: true, hidden: true, render: s => f.number(s.templateCount) },
    { id: 'description', label: common('description'), sortField: 'description', hidden: true, render: s => s.description },
  ]
  return {
    id: 'storage-domains',
    label: common('storageDomains'),
    columns,
    defaultSort: 'name',
    searchFields,
    query: (input: Parameters<typeof api.storageDomain.list.queryOptions>[0]['input']) => api.storageDomain.list.queryOptions({ input }),
    nameOf: (s: StorageDomain) => s.name,
    rowActions: actions.items,
    tools: create,
    empty: <EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={create} />,
    dialogs: (
      <>
        {creating ? <StorageDomainForm onClose={() => setCreating(false)} /> : null}
        {actions.dialogs}
      </>
    ),
  }
}

/** All storage domains that the reader may see. */
export const StorageDomainListPage = () => <ListPage {...useStorageDomainList()} />

/** Storage domains of a datacenter, for its tab. */
export function StorageDomainsOf({ within }: { within: string }) {
  const { dialogs, ...list } = useStorageDomainList()
  return (
    <>
      <ResourceList {...list} within={within} />
      {dialogs}
    </>
  )
}
