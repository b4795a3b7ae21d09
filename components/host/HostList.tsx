'use client'
import type { HostRow } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { hostStateNames } from '@/components/i18n/states'
import { useText } from '@/components/i18n/useText'
import { ListPage } from '@/components/shell/ListPage'
import { ResourceList } from '@/components/shell/ResourceList'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import { hostMessages } from './messages'
import { useHostActions } from './useHostActions'
import { useHostColumns } from './useHostColumns'

const AddHost = later(() => import('./AddHost').then(m => m.AddHost))

const searchFields = [
  { name: 'name' },
  { name: 'status', values: hostStateNames },
  { name: 'cluster' },
  { name: 'datacenter' },
  { name: 'address' },
  { name: 'description' },
  { name: 'libvirt', values: ['up', 'down', 'unknown'] },
]

function useHostList() {
  const t = useText(hostMessages)
  const common = useText(commonMessages)
  const [adding, setAdding] = useOpenParam()
  const actions = useHostActions()
  const add = <ActionButton item={{ id: 'add', label: t('add'), state: useMay('host.create'), onSelect: () => setAdding(true) }} variant="primary" />
  return {
    id: 'hosts',
    label: common('hosts'),
    columns: useHostColumns(),
    defaultSort: 'name',
    searchFields,
    query: (input: Parameters<typeof api.host.list.queryOptions>[0]['input']) => api.host.list.queryOptions({ input }),
    nameOf: (h: HostRow) => h.name,
    rowActions: actions.items,
    tools: add,
    empty: <EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={add} />,
    dialogs: (
      <>
        {adding ? <AddHost onClose={() => setAdding(false)} /> : null}
        {actions.dialogs}
      </>
    ),
  }
}

/** All hosts that the reader may see. */
export const HostListPage = () => <ListPage {...useHostList()} />

/** Hosts of a datacenter or cluster, for its tab. */
export function HostsOf({ within }: { within: string }) {
  const { dialogs, ...list } = useHostList()
  return (
    <>
      <ResourceList {...list} within={within} />
      {dialogs}
    </>
  )
}
