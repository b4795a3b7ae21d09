import { diffArrays } from 'diff'

export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** A text that differs in more lines is another text: looking for what they share would take long. */
const mostEdits = 2_000

const lines = (text: string): string[] => text.trimEnd().split('\n')
const all = (kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] => texts.map((text) => ({ kind, text }))

/** What differs between two texts, line by line, as few lines as possible; of texts that share hardly anything, all of both. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [lines(before), lines(after)]
  // Undefined beyond the limit.
  const parts = diffArrays(old, now, { maxEditLength: mostEdits })
  if (!parts) return [...all('removed', old), ...all('added', now)]
  return parts.flatMap(({ added, removed, value }) => all(added ? 'added' : removed ? 'removed' : 'same', value))
}
