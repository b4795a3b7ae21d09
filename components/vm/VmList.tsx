'use client'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ResourceList } from '@/components/shell/ResourceList'
import { EmptyList } from '@/components/ui/EmptyList'
import { vmMessages } from './messages'
import { vmSearchFields } from './searchFields'
import { useVmActions } from './useVmActions'
import { useVmColumns } from './useVmColumns'

/** The machines of a host, cluster, network …, inside a tab: `<VmList within={`host=${host.id}`} />`. */
export function VmList({ within }: { within: string }) {
  const t = useText(vmMessages)
  const common = useText(commonMessages)
  const actions = useVmActions()
  const columns = useVmColumns()
  return (
    <>
      <ResourceList
        id="vms-within"
        label={common('vms')}
        columns={columns}
        defaultSort="name"
        searchFields={vmSearchFields}
        query={input => api.vm.list.queryOptions({ input })}
        within={within}
        nameOf={vm => vm.name}
        rowActions={actions.items}
        bulkActions={actions.bulk}
        empty={<EmptyList title={t('emptyHereTitle')} body={t('emptyHereBody')} />}
      />
      {actions.dialogs}
    </>
  )
}
