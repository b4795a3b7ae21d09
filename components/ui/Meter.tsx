'use client'
import { Progress } from '@patternfly/react-core'
import styles from './layout.module.css'

interface Props {
  /** 0…100; null = not known. */
  percent: number | null
  /** What is measured, for screen readers: "CPU of host h1". */
  label: string
  /** Right of the bar; the percentage when left out. */
  text?: string
  size?: 'sm' | 'md'
}

const toneOf = (percent: number): 'danger' | 'warning' | undefined => (percent >= 95 ? 'danger' : percent >= 85 ? 'warning' : undefined)

/** A bar for a share: warns from 85 %, alarms from 95 %, with the figure beside it. */
export function Meter({ percent, label, text, size = 'sm' }: Props) {
  if (percent === null) return <span>–</span>
  const value = Math.min(100, Math.max(0, percent))
  const tone = toneOf(value)
  return (
    <Progress
      className={styles.meter ?? ''}
      value={value}
      aria-label={label}
      size={size}
      measureLocation="outside"
      label={text ?? `${Math.round(value)} %`}
      {...(tone ? { variant: tone } : {})}
    />
  )
}
