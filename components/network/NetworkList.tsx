'use client'
import type { Network } from '@/server/contract/api/infrastructure'
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
import { networkMessages } from './messages'

const NetworkForm = later(() => import('./NetworkForm').then(m => m.NetworkForm))

const searchFields = [
  { name: 'name' },
  { name: 'mode', values: ['nat', 'bridge'] },
  { name: 'datacenter' },
  { name: 'host' },
  { name: 'bridge' },
  { name: 'description' },
]

function useNetworkList() {
  const t = useText(networkMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const [creating, setCreating] = useOpenParam()
  const actions = useObjectActions('network')
  const create = (
    <ActionButton item={{ id: 'create', label: t('create'), state: useMay('network.create'), onSelect: () => setCreating(true) }} variant="primary" />
  )
  const columns: Column<Network>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: n => <ObjectLink type="network" id={n.id} name={n.name} /> },
    { id: 'datacenter', label: common('datacenter'), sortField: 'datacenter', render: n => <RefLink type="datacenter" to={n.datacenter} /> },
    { id: 'mode', label: t('mode'), sortField: 'mode', render: n => (n.mode === 'nat' ? t('nat') : `${t('bridgeMode')} ${n.bridge ?? ''}`) },
    {
      id: 'hosts',
      label: t('hostsActive'),
      numeric: true,
      render: n => t('activeOf', { active: f.number(n.hosts.filter(h => h.active).length), all: f.number(n.hosts.length) }),
    },
    { id: 'vms', label: t('connected'), sortField: 'vmCount', numeric: true, render: n => f.number(n.vmCount) },
    { id: 'description', label: common('description'), sortField: 'description', render: n => n.description },
  ]
  return {
    id: 'networks',
    label: common('networks'),
    columns,
    defaultSort: 'name',
    searchFields,
    query: (input: Parameters<typeof api.network.list.queryOptions>[0]['input']) => api.network.list.queryOptions({ input }),
    nameOf: (n: Network) => n.name,
    rowActions: actions.items,
    tools: create,
    empty: <EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={create} />,
    dialogs: (
      <>
        {creating ? <NetworkForm onClose={() => setCreating(false)} /> : null}
        {actions.dialogs}
      </>
    ),
  }
}

/** All logical networks that the reader may see. */
export const NetworkListPage = () => <ListPage {...useNetworkList()} />

/** Networks of a datacenter, for its tab. */
export function NetworksOf({ within }: { within: string }) {
  const { dialogs, ...list } = useNetworkList()
  return (
    <>
      <ResourceList {...list} within={within} />
      {dialogs}
    </>
  )
}
