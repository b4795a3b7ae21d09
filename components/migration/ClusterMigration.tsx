'use client'
import { useState } from 'react'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import { CardGrid, Facts, InfoCard } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { PolicyList } from './PolicyList'
import { migrationSettingsMessages } from './settingsMessages'
import { usePolicies } from './usePolicies'

const ClusterMigrationForm = later(() => import('./ClusterMigrationForm').then(m => m.ClusterMigrationForm))

/** How the cluster's machines move where nobody says otherwise, and the policies there are. */
export function ClusterMigration({ cluster }: { cluster: Cluster }) {
  const t = useText(migrationSettingsMessages)
  const f = useFormat()
  const { labelOf } = usePolicies()
  const [editing, setEditing] = useState(false)
  const { policy, limit, bandwidthMiBps, encryption } = cluster.migration
  const state = cluster.actions.edit
  return (
    <CardGrid>
      <InfoCard
        title={t('clusterTitle')} wide
        foot={<ActionButton item={{ id: 'edit', label: t('change'), primary: true, ...(state ? { state } : {}), onSelect: () => setEditing(true) }} />}
      >
        <Facts
          facts={[
            [t('policy'), labelOf(policy)],
            [t('limit'), limit === null ? t('limitDefault') : f.number(limit)],
            [t('bandwidth'), bandwidthMiBps === null ? t('asPolicy') : `${f.number(bandwidthMiBps)} MiB/s`],
            [t('encryption'), t(encryption)],
          ]}
        />
      </InfoCard>
      <PolicyList />
      {editing && <ClusterMigrationForm cluster={cluster} onClose={() => setEditing(false)} />}
    </CardGrid>
  )
}
