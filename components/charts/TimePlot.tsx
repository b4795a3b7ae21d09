'use client'
import { Chart, ChartAxis, ChartLine } from '@patternfly/react-charts/victory'
import type { Ref } from 'react'
import { seriesColour, seriesDash } from './colour'
import { plotPadding, xOf, type PlotFrame } from './layout'
import { timeTicks, valueTicks } from './scale'
import type { ChartMark, ChartPoint, ChartSeries } from './series'

interface TimePlotProps {
  ref?: Ref<SVGSVGElement>
  label: string
  frame: PlotFrame
  series: readonly ChartSeries[]
  points: readonly ChartPoint[]
  marks: readonly ChartMark[]
  /** Upper end; null = from the data. */
  max: number | null
  base: 1000 | 1024
  cursor: ChartPoint | null
  formatValue: (value: number) => string
  formatTime: (at: number) => string
  markText: (mark: ChartMark) => string
}

const textStyle = { fill: 'var(--pf-t--global--text--color--subtle)', fontSize: 11, fontFamily: 'inherit' }
const gridStyle = { stroke: 'var(--pf-t--global--border--color--default)', strokeWidth: 1, strokeDasharray: 'none' }
const largest = (points: readonly ChartPoint[], series: readonly ChartSeries[]): number =>
  points.reduce((max, point) => series.reduce((m, s) => Math.max(m, point.values[s.key] ?? 0), max), 0)

/** The drawing itself. Loaded on demand: the chart library is larger than the rest of the page. */
export default function TimePlot({ ref, label, frame, series, points, marks, max, base, cursor, formatValue, formatTime, markText }: TimePlotProps) {
  const { width, height, from, to } = frame
  const yTicks = valueTicks(max ?? largest(points, series), base)
  const top = yTicks.at(-1) ?? 1
  const bottomY = height - plotPadding.bottom
  const yOf = (value: number): number => bottomY - (Math.min(value, top) / top) * (bottomY - plotPadding.top)
  const xTicks = timeTicks(from, to, Math.max(2, Math.floor(width / 90)), new Date(to).getTimezoneOffset())
  return (
    <svg ref={ref} role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <Chart standalone={false} width={width} height={height} padding={plotPadding} domain={{ x: [from, to], y: [0, top] }}>
        <ChartAxis tickValues={xTicks} tickFormat={formatTime} style={{ axis: gridStyle, tickLabels: { ...textStyle, padding: 4 } }} />
        <ChartAxis
          dependentAxis
          showGrid
          tickValues={yTicks}
          tickFormat={formatValue}
          style={{ axis: { stroke: 'none' }, grid: gridStyle, tickLabels: { ...textStyle, padding: 6 } }}
        />
        {series.map((s, i) => (
          <ChartLine
            key={s.key}
            data={points.map(p => ({ x: p.at, y: p.values[s.key] ?? null }))}
            style={{ data: { stroke: seriesColour(i), strokeWidth: 1.75, strokeDasharray: seriesDash(i) } }}
          />
        ))}
      </Chart>
      {marks.filter(mark => mark.at >= from && mark.at <= to).map(mark => (
        <g key={`${mark.at} ${mark.label}`} stroke={`var(--atrium-mark-${mark.severity})`} fill={`var(--atrium-mark-${mark.severity})`}>
          <title>{markText(mark)}</title>
          <line x1={xOf(frame, mark.at)} x2={xOf(frame, mark.at)} y1={plotPadding.top} y2={bottomY} strokeOpacity={0.45} strokeDasharray="1 3" />
          <path d={`M${xOf(frame, mark.at)} ${bottomY - 7}l5 7h-10z`} strokeWidth={3} strokeOpacity={0} />
        </g>
      ))}
      {cursor && (
        <g pointerEvents="none">
          <line x1={xOf(frame, cursor.at)} x2={xOf(frame, cursor.at)} y1={plotPadding.top} y2={bottomY} stroke="currentColor" strokeOpacity={0.6} />
          {series.map((s, i) => {
            const value = cursor.values[s.key]
            return typeof value === 'number' && <circle key={s.key} cx={xOf(frame, cursor.at)} cy={yOf(value)} r={3.5} fill={seriesColour(i)} />
          })}
        </g>
      )}
    </svg>
  )
}
