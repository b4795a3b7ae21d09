'use client'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { ListPage } from '@/components/shell/ListPage'
import { ObjectLink, RefLink } from '@/components/shell/ObjectLink'
import { ResourceList } from '@/components/shell/ResourceList'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import type { Column } from '@/components/ui/table'
import { clusterMessages } from './messages'

const ClusterForm = later(() => import('./ClusterForm').then(m => m.ClusterForm))

function useClusterList() {
  const t = useText(clusterMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const [creating, setCreating] = useOpenParam()
  const actions = useObjectActions('cluster')
  const create = (
    <ActionButton item={{ id: 'create', label: t('create'), state: useMay('cluster.create'), onSelect: () => setCreating(true) }} variant="primary" />
  )
  const columns: Column<Cluster>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: c => <ObjectLink type="cluster" id={c.id} name={c.name} /> },
    { id: 'datacenter', label: common('datacenter'), sortField: 'datacenter', render: c => <RefLink type="datacenter" to={c.datacenter} /> },
    { id: 'description', label: common('description'), sortField: 'description', render: c => c.description },
    { id: 'hosts', label: common('hosts'), sortField: 'hostCount', numeric: true, render: c => f.number(c.hostCount) },
    { id: 'vms', label: t('machinesUp'), sortField: 'vmCount', numeric: true, render: c => t('upOf', { up: f.number(c.vmUpCount), all: f.number(c.vmCount) }) },
    { id: 'cpus', label: t('cpus'), numeric: true, render: c => f.number(c.cpuCount) },
    { id: 'memory', label: common('memory'), numeric: true, render: c => f.mib(c.memoryMiB) },
  ]
  return {
    id: 'clusters',
    label: common('clusters'),
    columns,
    defaultSort: 'name',
    searchFields: [{ name: 'name' }, { name: 'datacenter' }, { name: 'description' }],
    query: (input: Parameters<typeof api.cluster.list.queryOptions>[0]['input']) => api.cluster.list.queryOptions({ input }),
    nameOf: (c: Cluster) => c.name,
    rowActions: actions.items,
    tools: create,
    empty: <EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={create} />,
    dialogs: (
      <>
        {creating ? <ClusterForm onClose={() => setCreating(false)} /> : null}
        {actions.dialogs}
      </>
    ),
  }
}

/** All clusters that the reader may see. */
export const ClusterListPage = () => <ListPage {...useClusterList()} />

/** Clusters of a datacenter, for its tab. */
export function ClustersOf({ within }: { within: string }) {
  const { dialogs, ...list } = useClusterList()
  return (
    <>
      <ResourceList {...list} within={within} />
      {dialogs}
    </>
  )
}
