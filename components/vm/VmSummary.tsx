'use client'
import type { Vm } from '@/server/contract/api/vm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { CardGrid, Facts, FactsCard, InfoCard } from '@/components/ui/Facts'
import { Meter } from '@/components/ui/Meter'
import { later } from '@/components/ui/later'
import { Notice } from '@/components/ui/Notice'
import { CpuSparkline } from './CpuSparkline'
import { vmDetailMessages } from './detailMessages'
import { vmMessages } from './messages'
import { text } from './text'
import { Uptime } from './Uptime'
import { usefulAddresses } from './usefulAddresses'
import { VmState } from './VmState'
import styles from './vm.module.css'

const LastEvents = later(() => import('./LastEvents').then(m => m.LastEvents))
// The lowest card.
const VmProperties = later(() => import('./VmProperties').then(m => m.VmProperties))

/** Is it well, where is it, what happened last: without scrolling. */
export function VmSummary({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const words = useText(vmMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { runtime } = vm
  return (
    <CardGrid>
      <InfoCard title={t('health')}>
        <Facts
          facts={[
            [common('state'), <><VmState vm={vm} /> <span className={styles.subtle}>{words('since', { time: f.dateTime(vm.statusSince) })}</span></>],
            [words('uptime'), <Uptime since={runtime?.startedAt} />],
            [common('cpu'), <CpuSparkline vm={vm} />],
            [common('memory'), <MemoryNow vm={vm} />],
            [words('vcpus'), f.number(runtime?.vcpus ?? vm.vcpus)],
          ]}
        />
        {runtime?.virtType === 'qemu' && (
          <div className={styles.warning}>
            <Notice isPlain variant="warning" title={t('emulated')}>{t('emulatedBody')}</Notice>
          </div>
        )}
      </InfoCard>
      <FactsCard
        title={t('place')}
        facts={[
          [words('host'), vm.host ? <RefLink type="host" to={vm.host} /> : words('noHost')],
          [words('cluster'), <RefLink type="cluster" to={vm.cluster} />],
          [t('datacenter'), <RefLink type="datacenter" to={vm.datacenter} />],
          [words('addresses'), text(usefulAddresses(runtime?.guest?.addresses ?? []).join('\n'))],
          [words('os'), text(runtime?.guest?.os || vm.os)],
          [words('owner'), vm.owner?.name],
          [words('created'), f.dateTime(vm.createdAt)],
        ]}
      />
      <VmProperties vm={vm} />
      <InfoCard title={t('lastEvents')}><LastEvents vmId={vm.id} /></InfoCard>
      <InfoCard title={t('notes')}><p className={styles.text}>{vm.description || t('noNotes')}</p></InfoCard>
    </CardGrid>
  )
}

/** What the guest uses of its memory, as far as it tells. */
function MemoryNow({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  const total = vm.runtime?.memoryMiB ?? vm.memoryMiB
  const used = vm.runtime?.memoryUsedMiB ?? null
  if (!vm.runtime) return <>{f.mib(total)}</>
  if (used === null) return <>{t('memoryUnknown', { total: f.mib(total) })}</>
  return <Meter percent={(used / total) * 100} label={t('memoryUse', { name: vm.name })} text={t('usedOf', { used: f.mib(used), total: f.mib(total) })} />
}
