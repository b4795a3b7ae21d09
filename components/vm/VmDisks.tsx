'use client'
import { useState } from 'react'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Disk, Vm } from '@/server/contract/api/vm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import { vmDetailMessages } from './detailMessages'
import { vmFormMessages } from './formMessages'

const DiskDialog = later(() => import('./hardware/OptionsDialog').then(m => m.DiskDialog))

export function VmDisks({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const form = useText(vmFormMessages)
  const f = useFormat()
  const [editing, setEditing] = useState<Disk | null>(null)
  if (vm.disks.length === 0) return <EmptyList title={t('noDisks')} body={t('noDisksBody')} />
  return (
    <>
    <Table aria-label={t('tabDisks')} variant="compact">
      <Thead>
        <Tr>
          <Th>{t('diskName')}</Th><Th>{t('diskTarget')}</Th><Th>{t('diskBus')}</Th><Th>{t('diskSize')}</Th>
          <Th>{t('diskAllocated')}</Th><Th>{t('diskFormat')}</Th><Th>{t('storageDomain')}</Th><Th>{t('diskActions')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {vm.disks.map(disk => (
          <Tr key={disk.id}>
            <Td dataLabel={t('diskName')}>{disk.name}</Td>
            <Td dataLabel={t('diskTarget')}>{disk.target}</Td>
            <Td dataLabel={t('diskBus')}>{disk.bus}</Td>
            <Td dataLabel={t('diskSize')}>{f.mib(disk.sizeMiB)}</Td>
            <Td dataLabel={t('diskAllocated')}>{f.mib(disk.allocatedMiB)}</Td>
            <Td dataLabel={t('diskFormat')}>{disk.template ? `${disk.format} · ${t('thinOn', { template: disk.template.name })}` : disk.format}</Td>
            <Td dataLabel={t('storageDomain')}><RefLink type="storage-domain" to={disk.storageDomain} /></Td>
            <Td dataLabel={t('diskActions')}>
              <ActionButton
                variant="link"
                isInline
                aria-label={form('editTitle', { name: disk.target })}
                item={{ id: 'edit-disk', label: t('diskEdit'), state: vm.actions.edit, onSelect: () => setEditing(disk) }}
              />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
    {editing && <DiskDialog vm={vm} disk={editing} onClose={() => setEditing(null)} />}
    </>
  )
}
