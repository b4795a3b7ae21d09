'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { Datacenter } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { DetailPage } from '@/components/shell/DetailPage'
import { ClustersOf, EventsOf, HostsOf, NetworksOf, StorageDomainsOf, VmList } from '@/components/shell/tabs'
import { CardGrid, FactsCard } from '@/components/ui/Facts'
import { datacenterMessages } from './messages'

function Summary({ datacenter }: { datacenter: Datacenter }) {
  const t = useText(datacenterMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  return (
    <CardGrid>
      <FactsCard
        title={t('contents')}
        facts={[
          [common('clusters'), f.number(datacenter.clusterCount)],
          [common('hosts'), f.number(datacenter.hostCount)],
          [common('vms'), f.number(datacenter.vmCount)],
          [common('storageDomains'), f.number(datacenter.storageDomainCount)],
          [common('networks'), f.number(datacenter.networkCount)],
        ]}
      />
      <FactsCard
        title={t('details')}
        facts={[
          [common('name'), datacenter.name],
          [common('description'), datacenter.description],
          [t('id'), <code key="id">{datacenter.id}</code>],
        ]}
      />
    </CardGrid>
  )
}

/** One datacenter and what is in it. */
export function DatacenterDetailPage({ id }: { id: string }) {
  const common = useText(commonMessages)
  const query = useQuery(api.datacenter.get.queryOptions({ input: { id } }))
  const router = useRouter()
  const actions = useObjectActions('datacenter', () => router.push('/datacenters'))
  const within = `datacenter=${id}`
  return (
    <DetailPage
      query={query}
      list={{ label: common('datacenters'), path: '/datacenters' }}
      nameOf={d => d.name}
      descriptionOf={d => d.description}
      actions={actions.items}
      tabs={d => [
        { id: 'summary', label: common('summary'), render: datacenter => <Summary datacenter={datacenter} /> },
        { id: 'clusters', label: common('clusters'), count: d.clusterCount, render: () => <ClustersOf within={within} /> },
        { id: 'hosts', label: common('hosts'), count: d.hostCount, render: () => <HostsOf within={within} /> },
        { id: 'vms', label: common('vms'), count: d.vmCount, render: () => <VmList within={within} /> },
        { id: 'storage', label: common('storage'), count: d.storageDomainCount, render: () => <StorageDomainsOf within={within} /> },
        { id: 'networks', label: common('networks'), count: d.networkCount, render: () => <NetworksOf within={within} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={actions.dialogs}
    />
  )
}
