import { seriesColour } from './colour'
import { sparklinePath } from './sparkline'
import styles from './charts.module.css'

interface SparklineProps {
  /** Oldest first; null = not known then. */
  values: readonly (number | null)[]
  /** Upper end of the scale: 100 for percent. */
  max: number
  /** What it shows, with its last value: read out instead of the picture. */
  label: string
  width?: number
  height?: number
}

/** A line as small as a word. No library: a list shows hundreds of them. */
export function Sparkline({ values, max, label, width = 96, height = 20 }: SparklineProps) {
  const path = sparklinePath(values, max, width, height)
  return (
    <span className={styles.palette}>
      <svg className={styles.sparkline} role="img" aria-label={label} width={width} height={height} viewBox={`0 -1 ${width} ${height + 2}`}>
        {path === '' ? (
          <line x1={0} x2={width} y1={height} y2={height} stroke="currentColor" strokeOpacity={0.3} strokeDasharray="2 3" />
        ) : (
          <>
            <path d={`${path}V${height}H0Z`} fill={seriesColour(0)} fillOpacity={0.15} stroke="none" />
            <path d={path} fill="none" stroke={seriesColour(0)} strokeWidth={1.5} strokeLinejoin="round" />
          </>
        )}
      </svg>
    </span>
  )
}
