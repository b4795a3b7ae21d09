/** One measured figure. `limit` is what the product promises; without one it is only told. */
export interface Figure {
  name: string
  value: number
  unit: 'ms' | 'MiB' | 'MiB/s' | 'kB' | '%' | '×' | '/s'
  limit?: { at: 'most' | 'least'; value: number }
  /** What it was compared with in the same run, or how it was taken. */
  note: string
}

/** Does the figure keep its promise? */
export const keeps = ({ value, limit }: Figure): boolean => !limit || (limit.at === 'most' ? value <= limit.value : value >= limit.value)

/** The value below which that share (0…1) of the samples lies (nearest rank). @throws RangeError without samples */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('no samples')
  return found
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

const shown = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 10 ? 2 : 1))

/** A Markdown table: for the terminal and for the README alike. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(figure => [
    figure.name,
    `${shown(figure.value)} ${figure.unit}`,
    figure.limit ? `${figure.limit.at === 'most' ? '≤' : '≥'} ${shown(figure.limit.value)} ${figure.unit}` : '',
    figure.limit ? (keeps(figure) ? 'yes' : 'NO') : '',
    figure.note,
  ])
  const all = [['figure', 'measured', 'promised', 'kept', 'how'], ...rows]
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(...all.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(all[0] ?? []), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}
