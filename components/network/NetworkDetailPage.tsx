'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { Network } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { AttachedClusters } from '@/components/infrastructure/AttachedClusters'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { DetailPage } from '@/components/shell/DetailPage'
import { RefLink } from '@/components/shell/ObjectLink'
import { EventsOf, VmList } from '@/components/shell/tabs'
import { CardGrid, FactsCard, InfoCard } from '@/components/ui/Facts'
import { SmallTable } from '@/components/ui/SmallTable'
import { StateLabel } from '@/components/ui/StateLabel'
import { networkMessages } from './messages'

function Summary({ network }: { network: Network }) {
  const t = useText(networkMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  return (
    <CardGrid wide>
      <FactsCard
        title={t('details')}
        facts={[
          [common('datacenter'), <RefLink key="d" type="datacenter" to={network.datacenter} />],
          [t('mode'), network.mode === 'nat' ? t('nat') : t('bridgeMode')],
          [t('bridge'), network.bridge],
          [common('clusters'), <AttachedClusters key="c" clusters={network.clusters} />],
          [t('connected'), f.number(network.vmCount)],
          [common('description'), network.description],
          [t('id'), <code key="id">{network.id}</code>],
        ]}
      />
      <InfoCard title={t('onHosts')}>
        <SmallTable
          label={t('onHosts')}
          head={[common('host'), common('state'), t('bridge'), t('error')]}
          rows={network.hosts.map(h => ({
            key: h.host.id,
            cells: [
              <RefLink key="h" type="host" to={h.host} />,
              <StateLabel key="s" kind="link" state={h.active ? 'active' : 'inactive'} />,
              h.bridge ?? '–',
              h.error ?? '–',
            ],
          }))}
        />
      </InfoCard>
    </CardGrid>
  )
}

/** One logical network: how it is made on each host, and which machines are connected. */
export function NetworkDetailPage({ id }: { id: string }) {
  const common = useText(commonMessages)
  const router = useRouter()
  const actions = useObjectActions('network', () => router.push('/networks'))
  const query = useQuery(api.network.get.queryOptions({ input: { id } }))
  return (
    <DetailPage
      query={query}
      list={{ label: common('networks'), path: '/networks' }}
      nameOf={n => n.name}
      descriptionOf={n => n.description}
      actions={actions.items}
      tabs={n => [
        { id: 'summary', label: common('summary'), render: network => <Summary network={network} /> },
        { id: 'vms', label: common('vms'), count: n.vmCount, render: () => <VmList within={`network=${id}`} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={actions.dialogs}
    />
  )
}
