'use client'
import '@patternfly/react-styles/css/components/Progress/progress.css'
import { stateLook } from './stateLooks'
import styles from './layout.module.css'

interface Props {
  /** 0…100; null = not known. */
  percent: number | null
  /** What is measured, for screen readers: "CPU of host h1". */
  label: string
  /** Right of the bar; the percentage when left out. */
  text?: string
  size?: 'sm' | 'md'
  /** Being full is what it is for: progress. */
  isProgress?: boolean
}

const toneOf = (percent: number): 'danger' | 'warning' | undefined => (percent >= 95 ? 'danger' : percent >= 85 ? 'warning' : undefined)
const icons = { danger: stateLook('check', 'fail').icon, warning: stateLook('severity', 'warning').icon }

/**
 * A bar for a share: warns from 85 %, alarms from 95 %, with the figure beside it. PatternFly's progress, drawn with its style sheet: its
 * component brings tooltips and positioning to every list.
 */
export function Meter({ percent, label, text, size = 'sm', isProgress = false }: Props) {
  if (percent === null) return <span>–</span>
  const value = Math.min(100, Math.max(0, percent))
  const tone = isProgress ? undefined : toneOf(value)
  const Icon = tone && icons[tone]
  const classes = ['pf-v6-c-progress pf-m-outside pf-m-singleline', size === 'sm' && 'pf-m-sm', tone && `pf-m-${tone}`, styles.meter]
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <div className="pf-v6-c-progress__status" aria-hidden="true">
        <span className="pf-v6-c-progress__measure">{text ?? `${Math.round(value)} %`}</span>
        {Icon ? (
          <span className="pf-v6-c-progress__status-icon">
            <Icon />
          </span>
        ) : null}
      </div>
      <div
        className="pf-v6-c-progress__bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(value)}
        {...(text ? { 'aria-valuetext': text } : {})}
      >
        <div className="pf-v6-c-progress__indicator" style={{ width: `${value}%` }} />
      </div>
    </div>
  )
}
