/** A line of the palette: a page, a command or an object. */
export interface PaletteEntry {
  id: string
  group: 'pages' | 'commands' | 'objects'
  label: string
  /** What kind of thing it is, right of the label. */
  kind?: string
  type?: string
  status?: string
  path: string
}

/** Every word that was typed must occur; what begins with it comes first. Objects were already found by the manager. */
export function filterEntries(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const score = (entry: PaletteEntry): number => {
    const label = entry.label.toLowerCase()
    if (entry.group === 'objects') return label.startsWith(words[0] ?? '') ? 0 : 1
    if (!words.every(word => label.includes(word))) return -1
    return words.length === 0 || label.split(/\s+/).some(part => part.startsWith(words[0] ?? '')) ? 0 : 1
  }
  return entries
    .map(entry => ({ entry, score: score(entry) }))
    .filter(x => x.score >= 0)
    .toSorted((a, b) => groups.indexOf(a.entry.group) - groups.indexOf(b.entry.group) || a.score - b.score)
    .map(x => x.entry)
}

export const groups = ['objects', 'pages', 'commands'] as const
