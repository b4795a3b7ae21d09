'use client'
import { useState } from 'react'
import type { Dashboard } from '@/server/contract/api/activity'
import { nearestIndex } from '@/components/charts/nearest'
import { seriesColour, seriesDash } from '@/components/charts/colour'
import { sparklinePath } from '@/components/charts/sparkline'
import chart from '@/components/charts/charts.module.css'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { InfoCard } from '@/components/ui/Facts'
import { dashboardMessages } from './messages'
import styles from './dashboard.module.css'

const width = 600
const height = 160
const marks = [0, 25, 50, 75, 100]

/** CPU and memory of all hosts in the last hour. Drawn by hand: the chart library would weigh more than the whole first page. */
export function HistoryCard({ history }: { history: Dashboard['history'] }) {
  const t = useText(dashboardMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const [pointer, setPointer] = useState<number | null>(null)
  const points = history.map(h => ({ at: Date.parse(h.at), values: { cpu: h.cpuPercent, memory: h.memoryPercent } }))
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) {
    return (
      <InfoCard title={t('history')}>
        <p>{t('noHistory')}</p>
      </InfoCard>
    )
  }
  const index = pointer === null ? points.length - 1 : nearestIndex(points, first.at + pointer * (last.at - first.at))
  const shown = points[index] ?? last
  const series = [
    { key: 'cpu', label: common('cpu'), values: points.map(p => p.values.cpu), now: shown.values.cpu },
    { key: 'memory', label: common('memory'), values: points.map(p => p.values.memory), now: shown.values.memory },
  ]
  const spoken = series.map(s => `${s.label} ${f.percent(s.now)}`).join(', ')
  return (
    <InfoCard title={t('history')}>
      <div className={chart.palette}>
        <div className={chart.readout}>
          {series.map((s, i) => (
            <span key={s.key}>
              <svg width="22" height="8" className={chart.swatch} aria-hidden="true">
                <path d="M0 4H22" stroke={seriesColour(i)} strokeDasharray={seriesDash(i)} strokeWidth="2.5" />
              </svg>
              {s.label} {f.percent(s.now)}
            </span>
          ))}
          <span className={styles.when}>{f.time(shown.at)}</span>
        </div>
        <svg
          viewBox={`0 -4 ${width} ${height + 8}`}
          preserveAspectRatio="none"
          className={styles.plot}
          role="img"
          aria-label={`${t('history')}: ${spoken}`}
          onPointerMove={event => {
            const box = event.currentTarget.getBoundingClientRect()
            setPointer((event.clientX - box.left) / box.width)
          }}
          onPointerLeave={() => setPointer(null)}
        >
          {marks.map(m => (
            <line key={m} x1="0" x2={width} y1={height * (1 - m / 100)} y2={height * (1 - m / 100)} className={styles.gridLine} />
          ))}
          {series.map((s, i) => (
            <path
              key={s.key}
              d={sparklinePath(s.values, 100, width, height)}
              fill="none"
              stroke={seriesColour(i)}
              strokeDasharray={seriesDash(i)}
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {pointer === null ? null : (
            <line x1={(index / (points.length - 1)) * width} x2={(index / (points.length - 1)) * width} y1="0" y2={height} className={styles.cursor} />
          )}
        </svg>
        <div className={styles.axis} aria-hidden="true">
          <span>{f.time(first.at)}</span>
          <span>{f.time(last.at)}</span>
        </div>
      </div>
    </InfoCard>
  )
}
