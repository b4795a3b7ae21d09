'use client'
import { useFormat } from '@/components/i18n/useFormat'
import { seriesColour, seriesDash } from './colour'
import styles from './charts.module.css'
import type { ChartPoint, ChartSeries } from './series'
import type { ChartUnit } from './unit'

interface ReadoutProps {
  series: readonly ChartSeries[]
  point: ChartPoint | null
  unit: ChartUnit
  /** Is the point under the pointer (its time is shown), or just the newest one? */
  pointed: boolean
}

/** Legend and exact values in one line: the pointer's, or the newest. */
export function Readout({ series, point, unit, pointed }: ReadoutProps) {
  const f = useFormat()
  return (
    <div className={styles.readout}>
      {series.map((s, i) => (
        <span key={s.key}>
          <svg className={styles.swatch} width={20} height={8} aria-hidden>
            <line x1={0} x2={20} y1={4} y2={4} stroke={seriesColour(i)} strokeWidth={2.5} strokeDasharray={seriesDash(i)} />
          </svg>
          {s.label} <strong>{point ? f[unit](point.values[s.key]) : '–'}</strong>
        </span>
      ))}
      {pointed && point && <span>{f.dateTime(point.at)}</span>}
    </div>
  )
}
