'use client'
import dynamic from 'next/dynamic'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useFormatter } from 'use-intl/react'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ChartExport } from './ChartExport'
import styles from './charts.module.css'
import { downsample } from './downsample'
import { withGaps } from './gaps'
import { timeAt, type PlotFrame } from './layout'
import { chartMessages } from './messages'
import { nearestIndex } from './nearest'
import { Readout } from './Readout'
import type { ChartMark, ChartPoint, ChartRange, ChartSeries } from './series'
import { baseOf, type ChartUnit } from './unit'
import { useWidth } from './useWidth'

const TimePlot = dynamic(() => import('./TimePlot'), { ssr: false })

interface TimeChartProps {
  title: string
  /** Name of the object, for file names. */
  subject: string
  series: readonly ChartSeries[]
  /** Sorted by time. */
  points: readonly ChartPoint[]
  unit: ChartUnit
  rangeMinutes: ChartRange
  /** Right end of the time line, Unix ms. */
  until: number
  /** Upper end of the scale, when it is known: 100 for percent, the memory of the machine. */
  max?: number | null
  marks?: readonly ChartMark[]
  loading?: boolean
  height?: number
}

/**
 * Lines over time, with exact values under the pointer (or by arrow keys), events as marks, CSV and PNG export.
 * The drawing may leave points out; the pointer and the CSV use all of them.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, subject, series, points, unit, rangeMinutes, until, max = null, marks = [], loading = false, height = 200 } = props
  const t = useText(chartMessages)
  const f = useFormat()
  const format = useFormatter()
  const [widthRef, width] = useWidth()
  const svg = useRef<SVGSVGElement>(null)
  const [cursorAt, setCursorAt] = useState<number | null>(null)
  const frame: PlotFrame = { width, height, from: until - rangeMinutes * 60_000, to: until }
  const drawn = useMemo(() => downsample(withGaps(points), series.map(s => s.key), 600), [points, series])
  const reported = points.some(p => series.some(s => typeof p.values[s.key] === 'number'))
  const index = cursorAt === null ? -1 : nearestIndex(points, cursorAt)
  const cursor = points[index] ?? null
  const shown = cursor ?? points.at(-1) ?? null
  const textOf = (point: ChartPoint): string => series.map(s => `${s.label} ${f[unit](point.values[s.key])}`).join(', ')

  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -points.length, End: points.length }
    const step = steps[event.key]
    if (event.key === 'Escape') setCursorAt(null)
    if (step === undefined || points.length === 0) return
    event.preventDefault()
    const from = index === -1 ? points.length - 1 : index
    setCursorAt(points[Math.min(points.length - 1, Math.max(0, from + step))]?.at ?? null)
  }

  return (
    <section className={`${styles.chart} ${styles.palette}`} aria-label={title}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <ChartExport title={title} subject={subject} series={series} points={points} svg={svg} />
      </div>
      <Readout series={series} point={shown} unit={unit} pointed={cursor !== null} />
      <div ref={widthRef}>
        {!reported ? (
          <div className={styles.message} style={{ height }}>{t(loading ? 'loading' : points.length === 0 ? 'empty' : 'unreported')}</div>
        ) : (
          <div
            className={styles.plot}
            style={{ height }}
            role="slider"
            tabIndex={0}
            aria-label={t('cursor', { title })}
            aria-valuemin={0}
            aria-valuemax={points.length - 1}
            aria-valuenow={index === -1 ? points.length - 1 : index}
            aria-valuetext={shown ? `${f.dateTime(shown.at)}: ${textOf(shown)}` : ''}
            onKeyDown={move}
            onBlur={() => setCursorAt(null)}
            onPointerMove={event => setCursorAt(timeAt(frame, event.clientX - event.currentTarget.getBoundingClientRect().left))}
            onPointerLeave={() => setCursorAt(null)}
          >
            {width > 0 && (
              <TimePlot
                ref={svg}
                label={t('chart', { title, from: f.dateTime(frame.from), to: f.dateTime(frame.to), values: shown ? textOf(shown) : '' })}
                frame={frame}
                series={series}
                points={drawn}
                marks={marks}
                max={max}
                base={baseOf[unit]}
                cursor={cursor}
                formatValue={f[unit]}
                formatTime={at => format.dateTime(new Date(at), { hour: '2-digit', minute: '2-digit' })}
                markText={mark => t('mark', { time: f.time(mark.at), label: mark.label })}
              />
            )}
          </div>
        )}
      </div>
    </section>
  )
}
