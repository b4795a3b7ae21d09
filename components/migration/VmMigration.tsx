'use client'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { useMay } from '@/components/data/useSession'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import { CardGrid, Facts, InfoCard, type Fact } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { migrationMessages } from './messages'
import { MigrationHistory } from './MigrationHistory'
import { migrationSettingsMessages } from './settingsMessages'
import { usePolicies } from './usePolicies'

const VmMigrationForm = later(() => import('./VmMigrationForm').then(m => m.VmMigrationForm))

/** How a machine may move, and where it has been moved. */
export function VmMigration({ vm }: { vm: Vm }) {
  const t = useText(migrationSettingsMessages)
  const words = useText(migrationMessages)
  const f = useFormat()
  const { labelOf } = usePolicies()
  const [editing, setEditing] = useState(false)
  const state = useMay('vm.update')
  const { bandwidthMiBps, maxDowntimeMs, timeoutSeconds, autoConverge, compressed, parallel } = vm.migrationOptions
  const own: (Fact | null)[] = [
    bandwidthMiBps === undefined ? null : [t('bandwidth'), bandwidthMiBps === null ? t('noLimit') : `${f.number(bandwidthMiBps)} MiB/s`],
    maxDowntimeMs === undefined ? null : [t('downtime'), t('ms', { value: f.number(maxDowntimeMs) })],
    timeoutSeconds === undefined ? null : [t('timeout'), t('seconds', { value: f.number(timeoutSeconds) })],
    autoConverge === undefined ? null : [t('autoConverge'), t(autoConverge ? 'on' : 'off')],
    compressed === undefined ? null : [t('compressed'), t(compressed ? 'on' : 'off')],
    parallel === undefined ? null : [t('parallel'), parallel === null ? t('oneStream') : f.number(parallel)],
  ]
  return (
    <CardGrid>
      <InfoCard
        title={t('vmTitle')} wide
        foot={<ActionButton item={{ id: 'edit', label: t('change'), primary: true, state, onSelect: () => setEditing(true) }} />}
      >
        <Facts
          facts={[
            [t('mode'), t(vm.migrationMode)],
            [t('policy'), vm.migrationPolicy === null ? t('ofCluster') : labelOf(vm.migrationPolicy)],
            ...own.filter(fact => fact !== null),
          ]}
        />
      </InfoCard>
      <InfoCard title={words('history')} wide>
        <MigrationHistory vmId={vm.id} />
      </InfoCard>
      {editing && <VmMigrationForm vm={vm} onClose={() => setEditing(false)} />}
    </CardGrid>
  )
}
