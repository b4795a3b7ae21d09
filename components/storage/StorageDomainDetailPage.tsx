'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { StorageDomain } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { AttachedClusters } from '@/components/infrastructure/AttachedClusters'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { DetailPage } from '@/components/shell/DetailPage'
import { RefLink } from '@/components/shell/ObjectLink'
import { DiskList, EventsOf, TemplatesOf, VmList } from '@/components/shell/tabs'
import { CardGrid, FactsCard, InfoCard } from '@/components/ui/Facts'
import { Meter } from '@/components/ui/Meter'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import { StateLabel } from '@/components/ui/StateLabel'
import { storageMessages } from './messages'
import { usedPercent } from './usedPercent'

const committedPercent = (s: StorageDomain): number | null => (s.capacityMiB ? (s.committedMiB / s.capacityMiB) * 100 : null)

function Summary({ domain }: { domain: StorageDomain }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  return (
    <CardGrid wide>
      <FactsCard
        title={t('space')}
        facts={[
          [t('use'), <Meter key="u" percent={usedPercent(domain)} label={t('useOf', { name: domain.name })} />],
          [t('free'), f.mib(domain.freeMiB)],
          [t('capacity'), f.mib(domain.capacityMiB)],
          [t('committed'), t('committedText', { size: f.mib(domain.committedMiB), percent: f.percent(committedPercent(domain)) })],
          [common('disks'), f.number(domain.diskCount)],
          [t('templates'), f.number(domain.templateCount)],
        ]}
      />
      <FactsCard
        title={t('details')}
        facts={[
          [common('datacenter'), <RefLink key="d" type="datacenter" to={domain.datacenter} />],
          [t('role'), t(domain.role)],
          [t('type'), t(domain.type)],
          [t('path'), <code key="p">{domain.path}</code>],
          [common('clusters'), <AttachedClusters key="c" clusters={domain.clusters} />],
          [common('description'), domain.description],
          [t('id'), <code key="id">{domain.id}</code>],
        ]}
      />
      <InfoCard title={t('onHosts')} wide>
        <SmallTable
          label={t('onHosts')}
          head={[common('host'), t('access'), t('error')]}
          rows={domain.hosts.map(h => ({
            key: h.host.id,
            cells: [
              <RefLink key="h" type="host" to={h.host} />,
              <span key="w">
                <StateLabel kind="check" state={h.writable ? 'pass' : 'fail'} iconOnly /> {t(h.writable ? 'writable' : 'notWritable')}
              </span>,
              h.error ?? '–',
            ],
          }))}
        />
      </InfoCard>
    </CardGrid>
  )
}

/** One storage domain: space, which hosts reach it, what lies on it. */
export function StorageDomainDetailPage({ id }: { id: string }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const router = useRouter()
  const actions = useObjectActions('storage-domain', () => router.push('/storage-domains'))
  const query = useQuery(api.storageDomain.get.queryOptions({ input: { id } }))
  return (
    <DetailPage
      query={query}
      list={{ label: common('storageDomains'), path: '/storage-domains' }}
      nameOf={s => s.name}
      beside={s => <StateLabel kind="storage-domain" state={s.status} />}
      descriptionOf={s => s.description}
      actions={actions.items}
      notes={s =>
        (committedPercent(s) ?? 0) > 100 ? <Notice variant="warning" title={t('overCommitted', { percent: f.percent(committedPercent(s)) })} /> : null
      }
      tabs={s => [
        { id: 'summary', label: common('summary'), render: domain => <Summary domain={domain} /> },
        { id: 'vms', label: common('vms'), render: () => <VmList within={`storagedomain=${id}`} /> },
        { id: 'disks', label: common('disks'), count: s.diskCount, render: () => <DiskList within={`storagedomain=${id}`} /> },
        { id: 'templates', label: common('templates'), count: s.templateCount, render: () => <TemplatesOf within={`storagedomain=${id}`} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={actions.dialogs}
    />
  )
}
