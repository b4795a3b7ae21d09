import type { XmlCheck } from '@/server/contract/api/vm-xml'

type Line = XmlCheck['diff'][number]
/** A stretch of lines, or how many that stay the same are left out. */
export type Hunk = { lines: Line[] } | { skipped: number }

/** The changed lines with `around` lines before and behind; what is further away is counted. */
export function hunks(diff: readonly Line[], around = 3): Hunk[] {
  const shown = diff.map((_, at) => diff.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'))
  return diff.reduce<Hunk[]>((result, line, at) => {
    const last = result.at(-1)
    if (shown[at]) {
      if (last && 'lines' in last) last.lines.push(line)
      else result.push({ lines: [line] })
    } else if (last && 'skipped' in last) last.skipped += 1
    else result.push({ skipped: 1 })
    return result
  }, [])
}
