'use client'
import { Alert } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Vm } from '@/server/contract/api/vm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { CardGrid, FactsCard } from '@/components/ui/Facts'
import { vmDetailMessages } from './detailMessages'
import { VmInitialization } from './VmInitialization'
import { pendingRows } from './pending'

/** What the machine is made of, and what waits for its next start. */
export function VmHardware({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  const acceleration = { auto: t('accelerationAuto'), kvm: t('accelerationKvm'), qemu: t('accelerationQemu'), other: t('accelerationOther') }
  const wanted = acceleration[vm.virtType]
  const labels = { memory: t('memory'), vcpus: t('vcpus'), firmware: t('firmware'), acceleration: t('acceleration') }
  const rows = pendingRows(vm.pending, labels, f.mib)
  return (
    <>
      {rows.length > 0 && (
        <Alert isInline variant="info" title={t('pending')}>
          {t('pendingBody')}
          <Table aria-label={t('pendingTable')} variant="compact" borders={false}>
            <Thead><Tr><Th>{t('field')}</Th><Th>{t('runningValue')}</Th><Th>{t('nextValue')}</Th></Tr></Thead>
            <Tbody>
              {rows.map(row => (
                <Tr key={row.field}>
                  <Td dataLabel={t('field')}>{row.label}</Td>
                  <Td dataLabel={t('runningValue')}><del>{row.running}</del></Td>
                  <Td dataLabel={t('nextValue')}><ins>{row.next}</ins></Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Alert>
      )}
      <CardGrid>
        <FactsCard
          title={t('machine')}
          facts={[
            [t('memory'), f.mib(vm.memoryMiB)],
            [t('vcpus'), f.number(vm.vcpus)],
            [t('firmware'), vm.firmware.toUpperCase()],
            [t('acceleration'), vm.runtime ? t('accelerationNow', { wanted, running: acceleration[vm.runtime.virtType] }) : wanted],
            [t('consoles'), vm.runtime?.consoles.map(c => c.toUpperCase()).join(', ')],
          ]}
        />
        {vm.initialization && <VmInitialization told={vm.initialization} />}
        <FactsCard
          title={t('identity')}
          facts={[['UUID', vm.id], [t('generation'), f.number(vm.generation)], [t('template'), <RefLink type="template" to={vm.template} />]]}
        />
      </CardGrid>
    </>
  )
}
