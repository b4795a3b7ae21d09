'use client'
import type { Datacenter } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { ListPage } from '@/components/shell/ListPage'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import type { Column } from '@/components/ui/table'
import { datacenterMessages } from './messages'

const DatacenterForm = later(() => import('./DatacenterForm').then(m => m.DatacenterForm))

/** All datacenters that the reader may see. */
export function DatacenterListPage() {
  const t = useText(datacenterMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const [creating, setCreating] = useOpenParam()
  const actions = useObjectActions('datacenter')
  const create = (
    <ActionButton
      item={{ id: 'create', label: t('create'), state: useMay('datacenter.create', 'system'), onSelect: () => setCreating(true) }}
      variant="primary"
    />
  )
  const columns: Column<Datacenter>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: d => <ObjectLink type="datacenter" id={d.id} name={d.name} /> },
    { id: 'description', label: common('description'), sortField: 'description', render: d => d.description },
    { id: 'clusters', label: common('clusters'), sortField: 'clusterCount', numeric: true, render: d => f.number(d.clusterCount) },
    { id: 'hosts', label: common('hosts'), numeric: true, render: d => f.number(d.hostCount) },
    { id: 'vms', label: common('vms'), numeric: true, render: d => f.number(d.vmCount) },
    { id: 'storageDomains', label: common('storageDomains'), sortField: 'storageDomainCount', numeric: true, render: d => f.number(d.storageDomainCount) },
    { id: 'networks', label: common('networks'), sortField: 'networkCount', numeric: true, render: d => f.number(d.networkCount) },
  ]
  return (
    <ListPage
      id="datacenters"
      label={common('datacenters')}
      columns={columns}
      defaultSort="name"
      searchFields={[{ name: 'name' }, { name: 'description' }]}
      query={input => api.datacenter.list.queryOptions({ input })}
      nameOf={d => d.name}
      rowActions={actions.items}
      tools={create}
      empty={<EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={create} />}
      dialogs={
        <>
          {creating ? <DatacenterForm onClose={() => setCreating(false)} /> : null}
          {actions.dialogs}
        </>
      }
    />
  )
}
