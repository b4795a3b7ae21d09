'use client'
import { useState } from 'react'
import type { Nic, Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import { SmallTable } from '@/components/ui/SmallTable'
import { vmDetailMessages } from './detailMessages'
import { useHardwareWords } from './hardware/useHardwareWords'

const NicDialog = later(() => import('./hardware/OptionsDialog').then(m => m.NicDialog))

/** The machine's network cards, with the way to change each. */
export function VmNics({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const words = useHardwareWords()
  const [editing, setEditing] = useState<Nic | null>(null)
  if (vm.nics.length === 0) return <EmptyList title={t('noNics')} body={t('noNicsBody')} />
  return (
    <>
      <SmallTable
        label={t('tabNics')}
        head={[t('nicName'), words.label('nic.link'), t('nicModel'), t('nicNetwork'), t('nicMac'), t('nicActions')]}
        rows={vm.nics.map(nic => ({
          key: nic.id,
          cells: [
            nic.name,
            words.choice('nic.link', nic.options.link),
            nic.model,
            nic.network ? <RefLink type="network" to={nic.network} /> : t('notConnected'),
            <code>{nic.mac}</code>,
            <ActionButton
              variant="link"
              isInline
              aria-label={words.t('editGroup', { group: nic.name })}
              item={{ id: 'edit-nic', label: words.t('edit'), state: vm.actions.edit, onSelect: () => setEditing(nic) }}
            />,
          ],
        }))}
      />
      {editing && <NicDialog vm={vm} nic={editing} onClose={() => setEditing(null)} />}
    </>
  )
}
