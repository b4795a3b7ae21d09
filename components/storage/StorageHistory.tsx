'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { RangeToggle } from '@/components/charts/RangeToggle'
import { chartRange, defaultRange, type ChartPoint } from '@/components/charts/series'
import { TimeChart } from '@/components/charts/TimeChart'
import { api } from '@/components/data/client'
import { useUrlParam } from '@/components/data/useUrl'
import { useText } from '@/components/i18n/useText'
import { CardGrid } from '@/components/ui/Facts'
import { storageMessages } from './messages'
import styles from './history.module.css'

/** Used and promised space over time. */
export function StorageHistory({ domain }: { domain: StorageDomain }) {
  const t = useText(storageMessages)
  const [param, setParam] = useUrlParam('range', String(defaultRange))
  const range = chartRange(param)
  const samples = useQuery(api.storageDomain.samples.queryOptions({ input: { id: domain.id, minutes: range } }))
  const points = useMemo<ChartPoint[]>(() => samples.data?.items.map(({ at, ...values }) => ({ at, values })) ?? [], [samples.data])
  return (
    <div className={styles.history}>
      <RangeToggle value={range} onChange={next => setParam(String(next), 'replace')} />
      <CardGrid>
        <div className={styles.wide}>
          <TimeChart
            title={t('history')} subject={domain.name} unit="mib" points={points} rangeMinutes={range} until={samples.dataUpdatedAt || Date.now()} loading={samples.isPending}
            max={domain.capacityMiB}
            series={[{ key: 'usedMiB', label: t('use') }, { key: 'committedMiB', label: t('committed') }, { key: 'capacityMiB', label: t('capacity') }]}
          />
        </div>
      </CardGrid>
    </div>
  )
}
