'use client'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Vm } from '@/server/contract/api/vm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { EmptyList } from '@/components/ui/EmptyList'
import { vmDetailMessages } from './detailMessages'

export function VmDisks({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  if (vm.disks.length === 0) return <EmptyList title={t('noDisks')} body={t('noDisksBody')} />
  return (
    <Table aria-label={t('tabDisks')} variant="compact">
      <Thead>
        <Tr>
          <Th>{t('diskName')}</Th><Th>{t('diskTarget')}</Th><Th>{t('diskBus')}</Th><Th>{t('diskSize')}</Th>
          <Th>{t('diskAllocated')}</Th><Th>{t('diskFormat')}</Th><Th>{t('storageDomain')}</Th>
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
          </Tr>
        ))}
      </Tbody>
    </Table>
  )
}
