export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Length of the longest common run of lines that remains from each pair of places on. */
const common = (before: readonly string[], after: readonly string[]): number[][] => {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  for (let a = before.length - 1; a >= 0; a--) {
    for (let b = after.length - 1; b >= 0; b--) {
      table[a]![b] = before[a] === after[b] ? table[a + 1]![b + 1]! + 1 : Math.max(table[a + 1]![b]!, table[a]![b + 1]!)
    }
  }
  return table
}

/** What differs between two texts, line by line, as few lines as possible. For documents of up to some thousand lines. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')]
  const table = common(old, now)
  const lines: DiffLine[] = []
  let [a, b] = [0, 0]
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      lines.push({ kind: 'same', text: old[a]! })
      a++
      b++
    } else if (b >= now.length || (a < old.length && table[a + 1]![b]! >= table[a]![b + 1]!)) lines.push({ kind: 'removed', text: old[a++]! })
    else lines.push({ kind: 'added', text: now[b++]! })
  }
  return lines
}
