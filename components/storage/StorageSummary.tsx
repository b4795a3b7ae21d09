'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { AttachedClusters } from '@/components/infrastructure/AttachedClusters'
import { RefLink } from '@/components/shell/ObjectLink'
import { CardGrid, FactsCard, InfoCard } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { storageMessages } from './messages'
import { SpaceBar } from './SpaceBar'

const StorageHistory = later(() => import('./StorageHistory').then(m => m.StorageHistory))

/** How full it is and may become, what it is, and its history. */
export function StorageSummary({ domain }: { domain: StorageDomain }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  return (
    <>
      <CardGrid wide>
        <InfoCard title={t('space')}>
          <SpaceBar domain={domain} />
        </InfoCard>
        <FactsCard
          title={t('details')}
          facts={[
            [common('datacenter'), domain.datacenter && <RefLink key="d" type="datacenter" to={domain.datacenter} />],
            [t('role'), t(domain.role)],
            [t('type'), t(domain.type)],
            [t('path'), <code key="p">{domain.path}</code>],
            [common('clusters'), <AttachedClusters key="c" clusters={domain.clusters} />],
            [common('description'), domain.description],
            [t('id'), <code key="id">{domain.id}</code>],
          ]}
        />
      </CardGrid>
      <StorageHistory domain={domain} />
    </>
  )
}
