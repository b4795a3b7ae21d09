'use client'
import type { HostRow } from '@/server/contract/api/infrastructure'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink, RefLink } from '@/components/shell/ObjectLink'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import type { Column } from '@/components/ui/table'
import { hostMessages } from './messages'

const share = (used: number | undefined, total: number): number | null => (used === undefined || total === 0 ? null : (used / total) * 100)

/** Columns of lists of hosts. */
export function useHostColumns(): Column<HostRow>[] {
  const t = useText(hostMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  return [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: h => <ObjectLink type="host" id={h.id} name={h.name} /> },
    { id: 'status', label: common('state'), sortField: 'status', render: h => <StateLabel kind="host" state={h.status} reason={h.statusReason} /> },
    { id: 'cluster', label: common('cluster'), sortField: 'cluster', render: h => <RefLink type="cluster" to={h.cluster} /> },
    { id: 'cpu', label: t('cpuUse'), render: h => <Meter percent={h.latest?.cpuPercent ?? null} label={t('cpuOf', { name: h.name })} /> },
    {
      id: 'memory',
      label: t('memoryUse'),
      render: h => <Meter percent={share(h.latest?.memoryUsedMiB, h.memoryMiB)} label={t('memoryOf', { name: h.name })} />,
    },
    { id: 'vms', label: t('machinesUp'), sortField: 'vmCount', numeric: true, render: h => t('upOf', { up: f.number(h.vmUpCount), all: f.number(h.vmCount) }) },
    { id: 'cpus', label: t('cpus'), numeric: true, hidden: true, render: h => f.number(h.cpuCount) },
    { id: 'memorySize', label: t('memoryTotal'), numeric: true, hidden: true, render: h => f.mib(h.memoryMiB) },
    { id: 'kvm', label: t('acceleration'), render: h => (h.kvm === null ? '–' : h.kvm ? t('kvm') : t('emulation')) },
    {
      id: 'warnings',
      label: t('warnings'),
      numeric: true,
      render: h => (h.warnings === 0 ? f.number(0) : <ObjectLink type="host" id={h.id} name={f.number(h.warnings)} tab="checks" />),
    },
    { id: 'address', label: t('address'), sortField: 'address', hidden: true, render: h => h.address },
    { id: 'datacenter', label: common('datacenter'), sortField: 'datacenter', hidden: true, render: h => <RefLink type="datacenter" to={h.datacenter} /> },
    { id: 'cpuModel', label: t('cpuModel'), hidden: true, render: h => h.cpuModel },
    { id: 'libvirt', label: t('libvirt'), hidden: true, render: h => <StateLabel kind="link" state={h.libvirt} /> },
    { id: 'description', label: common('description'), sortField: 'description', hidden: true, render: h => h.description },
    { id: 'since', label: t('since'), sortField: 'statusSince', hidden: true, render: h => f.dateTime(h.statusSince) },
  ]
}
