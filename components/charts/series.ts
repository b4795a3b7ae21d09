/** One line of a chart. `key` names the value in each point. */
export interface ChartSeries {
  key: string
  label: string
}

/** `at` in Unix ms; a null value leaves a gap. */
export interface ChartPoint {
  at: number
  values: Readonly<Record<string, number | null>>
}

/** Something that happened, drawn as a mark on the time line. */
export interface ChartMark {
  at: number
  label: string
  severity: 'info' | 'warning' | 'error'
}

/** Minutes shown. */
export const chartRanges = [15, 60, 1440] as const
export type ChartRange = (typeof chartRanges)[number]
export const defaultRange: ChartRange = 60

/** From the URL; anything else is the default. */
export const chartRange = (text: string | null | undefined): ChartRange => chartRanges.find(r => String(r) === text) ?? defaultRange
