'use client'
import { InfoCard } from '@/components/ui/Facts'
import styles from './dashboard.module.css'

interface Props {
  title: string
  /** 0…100; null = not known. */
  percent: number | null
  /** Large, in the middle: "43 %". */
  value: string
  /** Below: "3.4 of 8 GiB". */
  note: string
}

const radius = 42
const around = 2 * Math.PI * radius
const toneOf = (percent: number): string | undefined => (percent >= 95 ? styles.danger : percent >= 85 ? styles.warning : undefined)

/** A ring for a share; the figure stands in it, so neither colour nor angle need be read. */
export function Gauge({ title, percent, value, note }: Props) {
  const share = Math.min(100, Math.max(0, percent ?? 0))
  return (
    <InfoCard title={title}>
      <div className={styles.gauge}>
        <svg viewBox="0 0 100 100" role="img" aria-label={`${title}: ${value}`} className={styles.ring}>
          <circle cx="50" cy="50" r={radius} className={styles.track} />
          <circle
            cx="50"
            cy="50"
            r={radius}
            className={`${styles.share} ${toneOf(share) ?? ''}`}
            strokeDasharray={`${(share / 100) * around} ${around}`}
            transform="rotate(-90 50 50)"
          />
          <text x="50" y="50" className={styles.figure} aria-hidden="true">
            {value}
          </text>
        </svg>
        <span className={styles.gaugeNote}>{note}</span>
      </div>
    </InfoCard>
  )
}
