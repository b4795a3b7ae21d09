'use client'
import { PageSection, Skeleton } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { PageTitle } from '@/components/shell/PageTitle'
import { ErrorState, StaleNote } from '@/components/ui/ErrorState'
import { Gauge } from './Gauge'
import { HistoryCard } from './HistoryCard'
import { LatestEvents } from './LatestEvents'
import { dashboardMessages } from './messages'
import { StateCounts } from './StateCounts'
import { Warnings } from './Warnings'
import styles from './dashboard.module.css'

const share = (used: number | null, total: number): number | null => (used === null || total === 0 ? null : (used / total) * 100)

/** Is it well, how full is it, what happened last – over all that the reader may see. */
export function DashboardPage() {
  const t = useText(dashboardMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { data, error, errorUpdatedAt, dataUpdatedAt, refetch } = useQuery(api.system.dashboard.queryOptions())
  const retry = () => void refetch()
  if (!data) {
    return (
      <>
        <PageTitle title={common('dashboard')} />
        <PageSection hasBodyWrapper={false}>
          {error ? (
            <ErrorState problem={asProblem(error)} since={errorUpdatedAt} onRetry={retry} />
          ) : (
            <Skeleton height="12rem" screenreaderText={common('loading')} />
          )}
        </PageSection>
      </>
    )
  }
  const { cpu, memory, storage } = data
  const memoryShare = share(memory.usedMiB, memory.totalMiB)
  const storageUsed = storage.capacityMiB - storage.freeMiB
  const storageShare = share(storageUsed, storage.capacityMiB)
  return (
    <>
      <PageTitle title={common('dashboard')} />
      <PageSection hasBodyWrapper={false} isFilled>
        {error ? <StaleNote problem={asProblem(error)} since={dataUpdatedAt} onRetry={retry} /> : null}
        <div className={styles.grid}>
          <div className={styles.half}>
            <StateCounts title={common('hosts')} path="/hosts" kind="host" counts={data.hosts} empty={{ label: t('addHost'), path: '/hosts?new' }} />
          </div>
          <div className={styles.half}>
            <StateCounts title={common('vms')} path="/vms" kind="vm" counts={data.vms} empty={{ label: t('newVm'), path: '/vms/new' }} />
          </div>
          <div className={styles.third}>
            <Gauge
              title={t('cpuUse')}
              percent={cpu.usedPercent}
              value={f.percent(cpu.usedPercent)}
              note={t('ofCpus', { used: f.percent(cpu.usedPercent), count: cpu.count })}
            />
          </div>
          <div className={styles.third}>
            <Gauge
              title={t('memoryUse')}
              percent={memoryShare}
              value={f.percent(memoryShare)}
              note={t('ofTotal', { used: f.mib(memory.usedMiB), total: f.mib(memory.totalMiB) })}
            />
          </div>
          <div className={styles.third}>
            <Gauge
              title={t('storageUse')}
              percent={storageShare}
              value={f.percent(storageShare)}
              note={t('ofTotal', { used: f.mib(storageUsed), total: f.mib(storage.capacityMiB) })}
            />
          </div>
          <div className={styles.twoThirds}>
            <HistoryCard history={data.history} />
          </div>
          <div className={`${styles.third} ${styles.tall}`}>
            <Warnings warnings={data.warnings} />
          </div>
          <div className={styles.twoThirds}>
            <LatestEvents />
          </div>
        </div>
      </PageSection>
    </>
  )
}
