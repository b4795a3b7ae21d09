'use client'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import { Facts, InfoCard } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { fieldsText } from './properties'
import { propertyMessages } from './propertyMessages'
import { Tags } from './Tags'
import { text } from './text'

const EditProperties = later(() => import('./EditProperties').then(m => m.EditProperties))

/** What people have noted of the machine, and what the cluster shall do for it. */
export function VmProperties({ vm }: { vm: Vm }) {
  const t = useText(propertyMessages)
  const [editing, setEditing] = useState(false)
  const yesNo = (value: boolean): string => t(value ? 'yes' : 'no')
  const pending = vm.observedAutostart !== null && vm.observedAutostart !== vm.autostart && !vm.external
  return (
    <InfoCard title={t('properties')}>
      <Facts
        facts={[
          [t('comment'), text(vm.comment)],
          [t('tags'), <Tags tags={vm.tags} />],
          [t('customFields'), text(fieldsText(vm.customFields))],
          [t('deleteProtected'), yesNo(vm.deleteProtected)],
          [t('stateless'), yesNo(vm.stateless)],
          [t('autostart'), pending ? t('autostartPending', { wanted: yesNo(vm.autostart) }) : yesNo(vm.external ? vm.observedAutostart === true : vm.autostart)],
          [t('ha'), vm.haEnabled ? `${t('yes')} · ${t(vm.haPriority)}` : t('no')],
        ]}
      />
      <ActionButton
        variant="link"
        item={{ id: 'properties', label: t('editProperties'), state: vm.actions.edit, onSelect: () => setEditing(true) }}
      />
      {editing && <EditProperties vm={vm} onClose={() => setEditing(false)} />}
    </InfoCard>
  )
}
