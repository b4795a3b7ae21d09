'use client'
import { useRouter } from 'next/navigation'
import { api } from '@/components/data/client'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ListPage } from '@/components/shell/ListPage'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { vmMessages } from './messages'
import { vmSearchFields } from './searchFields'
import { useVmActions } from './useVmActions'
import { useVmColumns } from './useVmColumns'

/** All machines that the reader may see. */
export function VmListPage() {
  const t = useText(vmMessages)
  const common = useText(commonMessages)
  const router = useRouter()
  const actions = useVmActions()
  const columns = useVmColumns()
  const newVm = <ActionButton variant="primary" item={{ id: 'new', label: t('newVm'), state: useMay('vm.create'), onSelect: () => router.push('/vms/new') }} />
  const importVm = <ActionButton variant="secondary" item={{ id: 'import', label: t('importVm'), state: useMay('vm.create'), onSelect: () => router.push('/vms/import') }} />
  return (
    <ListPage
      id="vms"
      label={common('vms')}
      columns={columns}
      defaultSort="name"
      searchFields={vmSearchFields}
      query={input => api.vm.list.queryOptions({ input })}
      nameOf={vm => vm.name}
      rowActions={actions.items}
      bulkActions={actions.bulk}
      tools={<>{newVm} {importVm}</>}
      empty={<EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={<>{newVm} {importVm}</>} />}
      dialogs={actions.dialogs}
    />
  )
}
