/** A piece of HTML that is safe to put into another one. */
export class Html {
  constructor(readonly text: string) {}
}

const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, c => special[c] ?? c)

type Part = Html | string | number | null | undefined | false | readonly Part[]

const textOf = (part: Part): string => {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  return typeof part === 'object' ? part.map(textOf).join('') : escaped(String(part))
}

/** Template tag: everything put in is escaped, unless it came out of this tag itself. */
export const html = (fixed: TemplateStringsArray, ...parts: Part[]): Html => new Html(fixed.map((text, i) => text + textOf(parts[i])).join(''))
