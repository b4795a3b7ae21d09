'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { RangeToggle } from '@/components/charts/RangeToggle'
import { chartRange, defaultRange, type ChartPoint } from '@/components/charts/series'
import { TimeChart } from '@/components/charts/TimeChart'
import { api } from '@/components/data/client'
import { useUrlParam } from '@/components/data/useUrl'
import { useEventText } from '@/components/event/useEventText'
import { useText } from '@/components/i18n/useText'
import { vmDetailMessages } from './detailMessages'
import { marksOf } from './marks'
import { useVmEvents } from './useVmEvents'
import styles from './vm.module.css'

/** CPU, memory, network and disk over time, with the machine's events as marks. Live: new samples come with the change stream. */
export function VmPerformance({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const [param, setParam] = useUrlParam('range', String(defaultRange))
  const range = chartRange(param)
  const samples = useQuery(api.vm.samples.queryOptions({ input: { id: vm.id, minutes: range } }))
  const events = useVmEvents(vm.id, 100)
  const eventText = useEventText()
  const points = useMemo<ChartPoint[]>(() => samples.data?.items.map(({ at, ...values }) => ({ at: Date.parse(at), values })) ?? [], [samples.data])
  const marks = marksOf(events.data?.items ?? [], eventText)
  // The host's clock may be ahead of this computer's.
  const until = Math.max(samples.dataUpdatedAt, points.at(-1)?.at ?? 0)
  const common = { subject: vm.name, points, marks, rangeMinutes: range, until, loading: samples.isPending }
  return (
    <>
      <div className={styles.above}><RangeToggle value={range} onChange={next => setParam(String(next), 'replace')} /></div>
      <div className={styles.charts}>
        <TimeChart {...common} title={t('cpu')} unit="percent" max={100} series={[{ key: 'cpuPercent', label: t('cpuSeries') }]} />
        <TimeChart
          {...common}
          title={t('memory')}
          unit="mib"
          max={vm.runtime?.memoryMiB ?? vm.memoryMiB}
          series={[{ key: 'memoryUsedMiB', label: t('memorySeries') }]}
        />
        <TimeChart
          {...common}
          title={t('network')}
          unit="bytesPerSecond"
          series={[{ key: 'netRxBps', label: t('received') }, { key: 'netTxBps', label: t('sent') }]}
        />
        <TimeChart
          {...common}
          title={t('disk')}
          unit="bytesPerSecond"
          series={[{ key: 'diskReadBps', label: t('read') }, { key: 'diskWriteBps', label: t('written') }]}
        />
      </div>
    </>
  )
}
