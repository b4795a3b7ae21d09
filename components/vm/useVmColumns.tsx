'use client'
import type { VmRow } from '@/server/contract/api/vm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink, RefLink } from '@/components/shell/ObjectLink'
import type { Column } from '@/components/ui/table'
import { Addresses } from './Addresses'
import { CpuSparkline } from './CpuSparkline'
import { vmMessages } from './messages'
import { Tags } from './Tags'
import { Uptime } from './Uptime'
import { VmState } from './VmState'

/** Columns of lists of machines. Sort fields are those of the API (server/store). */
export function useVmColumns(): Column<VmRow>[] {
  const t = useText(vmMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  return [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: vm => <ObjectLink type="vm" id={vm.id} name={vm.name} /> },
    { id: 'status', label: common('state'), sortField: 'status', render: vm => <VmState vm={vm} /> },
    { id: 'host', label: t('host'), sortField: 'host', render: vm => <RefLink type="host" to={vm.host} /> },
    { id: 'cluster', label: t('cluster'), sortField: 'cluster', render: vm => <RefLink type="cluster" to={vm.cluster} /> },
    { id: 'cpu', label: t('cpu'), render: vm => <CpuSparkline vm={vm} /> },
    { id: 'vcpus', label: t('vcpus'), sortField: 'vcpus', numeric: true, hidden: true, render: vm => f.number(vm.vcpus) },
    { id: 'memory', label: t('memory'), sortField: 'memoryMiB', numeric: true, render: vm => f.mib(vm.memoryMiB) },
    { id: 'addresses', label: t('addresses'), render: vm => <Addresses addresses={vm.runtime?.guest?.addresses} /> },
    { id: 'uptime', label: t('uptime'), numeric: true, render: vm => <Uptime since={vm.runtime?.startedAt} /> },
    { id: 'os', label: t('os'), sortField: 'os', hidden: true, render: vm => vm.runtime?.guest?.os || vm.os || '–' },
    { id: 'owner', label: t('owner'), sortField: 'owner', hidden: true, render: vm => vm.owner?.name ?? '–' },
    { id: 'description', label: common('description'), hidden: true, render: vm => vm.description || '–' },
    { id: 'tags', label: t('tags'), render: vm => <Tags tags={vm.tags} /> },
    { id: 'comment', label: t('comment'), hidden: true, render: vm => vm.comment || '–' },
    { id: 'createdAt', label: t('created'), sortField: 'createdAt', hidden: true, render: vm => f.dateTime(vm.createdAt) },
  ]
}
