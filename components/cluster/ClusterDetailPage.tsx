'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { DetailPage } from '@/components/shell/DetailPage'
import { RefLink } from '@/components/shell/ObjectLink'
import { ClusterMigration, EventsOf, HostsOf, VmList } from '@/components/shell/tabs'
import { CardGrid, FactsCard } from '@/components/ui/Facts'
import { clusterMessages } from './messages'

function Summary({ cluster }: { cluster: Cluster }) {
  const t = useText(clusterMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { cpuCount, memoryMiB } = cluster.largestHost
  return (
    <CardGrid>
      <FactsCard
        title={t('capacity')}
        facts={[
          [common('hosts'), f.number(cluster.hostCount)],
          [t('machinesUp'), t('upOf', { up: f.number(cluster.vmUpCount), all: f.number(cluster.vmCount) })],
          [t('allCpus'), f.number(cluster.cpuCount)],
          [t('allMemory'), f.mib(cluster.memoryMiB)],
          [t('largestHost'), cpuCount === 0 ? t('noHostUp') : t('largest', { cpus: cpuCount, memory: f.mib(memoryMiB) })],
        ]}
      />
      <FactsCard
        title={t('details')}
        facts={[
          [common('name'), cluster.name],
          [common('datacenter'), <RefLink key="d" type="datacenter" to={cluster.datacenter} />],
          [common('description'), cluster.description],
          [t('id'), <code key="id">{cluster.id}</code>],
        ]}
      />
    </CardGrid>
  )
}

/** One cluster with its hosts and machines. */
export function ClusterDetailPage({ id }: { id: string }) {
  const t = useText(clusterMessages)
  const common = useText(commonMessages)
  const query = useQuery(api.cluster.get.queryOptions({ input: { id } }))
  const router = useRouter()
  const actions = useObjectActions('cluster', () => router.push('/clusters'))
  const within = `cluster=${id}`
  return (
    <DetailPage
      query={query}
      list={{ label: common('clusters'), path: '/clusters' }}
      nameOf={c => c.name}
      descriptionOf={c => c.description}
      actions={actions.items}
      tabs={c => [
        { id: 'summary', label: common('summary'), render: cluster => <Summary cluster={cluster} /> },
        { id: 'hosts', label: common('hosts'), count: c.hostCount, render: () => <HostsOf within={within} /> },
        { id: 'vms', label: common('vms'), count: c.vmCount, render: () => <VmList within={within} /> },
        { id: 'migration', label: t('migration'), render: cluster => <ClusterMigration cluster={cluster} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={actions.dialogs}
    />
  )
}
