'use client'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { EmptyList } from '@/components/ui/EmptyList'
import { vmDetailMessages } from './detailMessages'

export function VmNics({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  if (vm.nics.length === 0) return <EmptyList title={t('noNics')} body={t('noNicsBody')} />
  return (
    <Table aria-label={t('tabNics')} variant="compact">
      <Thead><Tr><Th>{t('nicName')}</Th><Th>{t('nicMac')}</Th><Th>{t('nicModel')}</Th><Th>{t('nicNetwork')}</Th></Tr></Thead>
      <Tbody>
        {vm.nics.map(nic => (
          <Tr key={nic.id}>
            <Td dataLabel={t('nicName')}>{nic.name}</Td>
            <Td dataLabel={t('nicMac')}><code>{nic.mac}</code></Td>
            <Td dataLabel={t('nicModel')}>{nic.model}</Td>
            <Td dataLabel={t('nicNetwork')}>{nic.network ? <RefLink type="network" to={nic.network} /> : t('notConnected')}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  )
}
