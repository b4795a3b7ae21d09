'use client'
import type { Host } from '@/server/contract/api/infrastructure'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { CardGrid, FactsCard } from '@/components/ui/Facts'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import { hostFactMessages, hostMessages } from './messages'

/** Is it well, how loaded is it, what is it. */
export function HostSummary({ host }: { host: Host }) {
  const t = useText(hostMessages)
  const fact = useText(hostFactMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { facts, latest } = host
  const memoryPercent = latest && facts ? (latest.memoryUsedMiB / facts.memoryMiB) * 100 : null
  return (
    <CardGrid>
      <FactsCard
        title={fact('now')}
        facts={[
          [t('cpuUse'), <Meter key="c" percent={latest?.cpuPercent ?? null} label={t('cpuOf', { name: host.name })} />],
          [t('memoryUse'), <Meter key="m" percent={memoryPercent} label={t('memoryOf', { name: host.name })} />],
          [fact('swap'), f.mib(latest?.swapUsedMiB)],
          [fact('load'), f.number(latest?.loadAverage, 2)],
          [fact('networkTraffic'), latest && fact('inOut', { in: f.bytesPerSecond(latest.netRxBps), out: f.bytesPerSecond(latest.netTxBps) })],
          [fact('diskTraffic'), latest && fact('readWrite', { read: f.bytesPerSecond(latest.diskReadBps), write: f.bytesPerSecond(latest.diskWriteBps) })],
          [t('machinesUp'), t('upOf', { up: f.number(host.vmUpCount), all: f.number(host.vmCount) })],
        ]}
      />
      <FactsCard
        title={fact('general')}
        facts={[
          [common('cluster'), <RefLink key="c" type="cluster" to={host.cluster} />],
          [common('datacenter'), <RefLink key="d" type="datacenter" to={host.datacenter} />],
          [t('address'), host.address],
          [t('libvirt'), <StateLabel key="l" kind="link" state={host.libvirt} />],
          [t('acceleration'), facts && t(facts.acceleration.kvm ? 'kvm' : 'emulation')],
          [t('since'), f.dateTime(host.statusSince)],
          [common('description'), host.description],
        ]}
      />
      <FactsCard
        title={fact('software')}
        facts={
          facts
            ? [
                [fact('hostname'), facts.hostname],
                [fact('os'), facts.os],
                [fact('kernel'), facts.kernel],
                [fact('libvirtVersion'), facts.libvirtVersion],
                [fact('qemuVersion'), facts.qemuVersion],
                [fact('agentVersion'), facts.agentVersion],
                [fact('sysprepVersion'), facts.sysprep?.version ?? fact('noSysprep')],
                [t('cpuModel'), facts.cpu.model],
                [t('memoryTotal'), f.mib(facts.memoryMiB)],
              ]
            : [[fact('hostname'), t('noFacts')]]
        }
      />
    </CardGrid>
  )
}
