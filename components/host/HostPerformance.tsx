'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Host } from '@/server/contract/api/infrastructure'
import { RangeToggle } from '@/components/charts/RangeToggle'
import { chartRange, defaultRange, type ChartPoint } from '@/components/charts/series'
import { TimeChart } from '@/components/charts/TimeChart'
import { api } from '@/components/data/client'
import { useUrlParam } from '@/components/data/useUrl'
import { useText } from '@/components/i18n/useText'
import { CardGrid } from '@/components/ui/Facts'
import { hostFactMessages, hostMessages } from './messages'

/** CPU, memory, network and disks of a host over time. */
export function HostPerformance({ host }: { host: Host }) {
  const t = useText(hostMessages)
  const fact = useText(hostFactMessages)
  const [param, setParam] = useUrlParam('range', String(defaultRange))
  const range = chartRange(param)
  const samples = useQuery(api.host.samples.queryOptions({ input: { id: host.id, minutes: range } }))
  const points = useMemo<ChartPoint[]>(() => samples.data?.items.map(({ at, ...values }) => ({ at, values })) ?? [], [samples.data])
  const common = { subject: host.name, points, rangeMinutes: range, until: samples.dataUpdatedAt || Date.now(), loading: samples.isPending }
  return (
    <>
      <RangeToggle value={range} onChange={next => setParam(String(next), 'replace')} />
      <CardGrid wide>
        <TimeChart {...common} title={t('cpuUse')} unit="percent" max={100} series={[{ key: 'cpuPercent', label: t('cpuUse') }]} />
        <TimeChart
          {...common}
          title={t('memoryUse')}
          unit="mib"
          max={host.facts?.memoryMiB ?? null}
          series={[
            { key: 'memoryUsedMiB', label: fact('usedSeries') },
            { key: 'swapUsedMiB', label: fact('swap') },
          ]}
        />
        <TimeChart
          {...common}
          title={fact('networkTraffic')}
          unit="bytesPerSecond"
          series={[
            { key: 'netRxBps', label: fact('receivedSeries') },
            { key: 'netTxBps', label: fact('sentSeries') },
          ]}
        />
        <TimeChart
          {...common}
          title={fact('diskTraffic')}
          unit="bytesPerSecond"
          series={[
            { key: 'diskReadBps', label: fact('readSeries') },
            { key: 'diskWriteBps', label: fact('writtenSeries') },
          ]}
        />
      </CardGrid>
    </>
  )
}
