'use client'
import type { HostFacts } from '@/server/contract/agent/host'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { CardGrid, type Fact, FactsCard, InfoCard } from '@/components/ui/Facts'
import { SmallTable } from '@/components/ui/SmallTable'
import { StateLabel } from '@/components/ui/StateLabel'
import { hostFactMessages } from './messages'
import { offerFacts } from './offerFacts'
import { offerMessages } from './offerMessages'
import { ranges } from './ranges'

/** Processor, memory, NUMA, disks, interfaces and what machines may use. */
export function HostHardware({ facts }: { facts: HostFacts }) {
  const t = useText(hostFactMessages)
  const offered = useText(offerMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { cpu, ksm } = facts
  return (
    <CardGrid wide>
      <FactsCard
        title={t('processor')}
        facts={[
          [t('model'), cpu.model],
          [t('vendor'), cpu.vendor],
          [t('architecture'), cpu.arch],
          [t('topology'), t('topologyText', { sockets: cpu.sockets, cores: cpu.cores, threads: cpu.threads })],
          [t('logicalCpus'), f.number(cpu.count)],
          [t('frequency'), t('mhz', { mhz: f.number(cpu.mhz) })],
          [t('nested'), common(facts.nestedVirtualization ? 'yes' : 'no')],
          [t('flags'), cpu.flags.join(' ')],
        ]}
      />
      <FactsCard
        title={t('memory')}
        facts={[
          [t('size'), f.mib(facts.memoryMiB)],
          [t('swap'), f.mib(facts.swapMiB)],
          [
            t('hugePages'),
            facts.hugePages.map(h => t('hugePagesText', { total: f.number(h.total), size: f.mib(h.sizeKiB / 1024), free: f.number(h.free) })).join('; '),
          ],
          [t('ksm'), ksm.running ? t('ksmOn', { shared: f.number(ksm.pagesSharing) }) : t('ksmOff')],
        ]}
      />
      <InfoCard title={t('numa')}>
        <SmallTable
          label={t('numa')}
          head={[t('node'), t('memory'), t('cpuList')]}
          rows={facts.numa.map(n => ({ key: n.node, cells: [f.number(n.node), f.mib(n.memoryMiB), ranges(n.cpus)] }))}
        />
      </InfoCard>
      <InfoCard title={t('disks')}>
        <SmallTable
          label={t('disks')}
          head={[t('disk'), t('model'), t('size'), t('kind')]}
          rows={facts.disks.map(d => ({ key: d.name, cells: [d.name, d.model, f.mib(d.sizeMiB), t(d.rotational ? 'rotating' : 'solid')] }))}
        />
      </InfoCard>
      <InfoCard title={t('interfaces')} wide>
        <SmallTable
          label={t('interfaces')}
          head={[t('interface'), common('state'), t('kind'), t('mac'), t('speed'), t('mtu'), t('addresses')]}
          rows={facts.interfaces.map(i => ({
            key: i.name,
            cells: [
              i.name,
              <StateLabel key="s" kind="link" state={i.state} />,
              i.kind,
              <code key="m">{i.mac}</code>,
              i.speedMbps === null ? '–' : t('mbps', { mbps: f.number(i.speedMbps) }),
              f.number(i.mtu),
              i.addresses.join(', '),
            ],
          }))}
        />
      </InfoCard>
      <FactsCard
        wide
        title={t('capabilities')}
        facts={[
          [t('firmwares'), facts.firmwares.map(x => x.toUpperCase()).join(', ')],
          [t('machineTypes'), facts.machines.join(', ')],
          [t('cpuModels'), facts.cpuModels.join(', ')],
          ...offerFacts(facts).map(([label, values]): Fact => [offered(label), values.join(', ') || offered('noneOffered')]),
        ]}
      />
    </CardGrid>
  )
}
