/**
 * SVG path of a sparkline in a box of `width` × `height`: oldest value left. Values outside 0…max are held at the edge;
 * a null breaks the line. Empty when fewer than two values are known.
 */
export function sparklinePath(values: readonly (number | null)[], max: number, width: number, height: number): string {
  if (values.filter(v => v !== null).length < 2 || max <= 0) return ''
  const x = (i: number): string => ((i / (values.length - 1)) * width).toFixed(1)
  const y = (v: number): string => (height - (Math.min(Math.max(v, 0), max) / max) * height).toFixed(1)
  let pen = 'M'
  const parts: string[] = []
  for (const [i, value] of values.entries()) {
    if (value === null) {
      pen = 'M'
      continue
    }
    parts.push(`${pen}${x(i)} ${y(value)}`)
    pen = 'L'
  }
  return parts.join('')
}
