'use client'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { useUrlParam } from '@/components/data/useUrl'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { CardGrid, FactsCard } from '@/components/ui/Facts'
import { CheckField } from '@/components/ui/form/CheckField'
import { later } from '@/components/ui/later'
import { vmDetailMessages } from './detailMessages'
import type { Group } from './hardware/field'
import { groups } from './hardware/groups'
import { HardwareCard } from './hardware/HardwareCard'
import { PendingChanges } from './hardware/PendingChanges'
import { useHardwareWords } from './hardware/useHardwareWords'
import { VmInitialization } from './VmInitialization'

const HardwareDialog = later(() => import('./hardware/HardwareDialog').then(m => m.HardwareDialog))

/** What the machine is made of, group by group, and what waits for its next start. */
export function VmHardware({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  const words = useHardwareWords()
  const [settings, setSettings] = useUrlParam('settings', 'usual')
  const [editing, setEditing] = useState<Group | null>(null)
  const acceleration = { kvm: t('accelerationKvm'), qemu: t('accelerationQemu'), other: t('accelerationOther') }
  return (
    <>
      <PendingChanges vm={vm} words={words} />
      <CheckField id="every-setting" label={words.t('showAll')} value={settings === 'all'} error={undefined} onChange={all => setSettings(all ? 'all' : 'usual')} />
      <CardGrid wide>
        {groups.map(group => <HardwareCard key={group.id} vm={vm} group={group} words={words} all={settings === 'all'} onEdit={() => setEditing(group)} />)}
        {vm.initialization && <VmInitialization told={vm.initialization} />}
        <FactsCard
          title={t('identity')}
          facts={[
            ['UUID', vm.id],
            [t('generation'), f.number(vm.generation)],
            [t('template'), <RefLink type="template" to={vm.template} />],
            [t('acceleration'), vm.runtime ? acceleration[vm.runtime.virtType] : null],
            [t('consoles'), vm.runtime?.consoles.map(c => c.toUpperCase()).join(', ')],
          ]}
        />
      </CardGrid>
      {editing && (
        <HardwareDialog
          vm={vm}
          group={editing}
          title={words.t('editOf', { group: words.label(`group.${editing.id}`), name: vm.name })}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}
