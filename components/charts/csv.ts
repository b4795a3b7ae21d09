import type { ChartPoint, ChartSeries } from './series'

const quote = (text: string): string => {
  // A cell that begins with one of these is run as a formula by spreadsheets.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, with a header line; time in ISO 8601 UTC, full precision, an unknown value is an empty cell. */
export function toCsv(series: readonly ChartSeries[], points: readonly ChartPoint[]): string {
  const header = ['time', ...series.map(s => s.label)].map(quote)
  const rows = points.map(p => [new Date(p.at).toISOString(), ...series.map(s => String(p.values[s.key] ?? ''))])
  return [header, ...rows].map(cells => `${cells.join(',')}\r\n`).join('')
}
