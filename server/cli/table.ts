/** Width of a character in a terminal: East Asian wide and full-width ones take two cells (UAX #11, roughly). */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/
const widthOf = (text: string): number => [...text].reduce((sum, c) => sum + (wide.test(c) ? 2 : 1), 0)

/** What the other side wrote must not steer the terminal. */
const harmless = (text: string): string => text.replace(/\p{Cc}/gu, '�')

/** Rows in aligned columns under capital headings. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [columns.map(c => c.toUpperCase()), ...rows.map(row => row.map(harmless))]
  const widths = columns.map((_, i) => Math.max(...all.map(row => widthOf(row[i] ?? ''))))
  return all.map(row => row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell))).join('  ').trimEnd()).join('\n')
}

/** A value as a cell: names of referred objects, lists joined, `-` for nothing. */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-'
  if (Array.isArray(value)) return value.map(cell).join(', ') || '-'
  if (typeof value === 'object') return 'name' in value && typeof value.name === 'string' ? value.name : JSON.stringify(value)
  return String(value)
}
