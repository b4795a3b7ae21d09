export interface XmlToken {
  kind: 'text' | 'tag' | 'attribute' | 'value' | 'comment'
  text: string
}

const markup = /<!--[\s\S]*?-->|<\/?[\w:.-]+|[\w:.-]+(?==["'])|"[^"]*"|'[^']*'|\??\/?>/g

/**
 * Cuts XML into coloured pieces; joined together they are the text again, whatever it is.
 * For reading only: quotes and angle brackets in text nodes may be coloured wrongly, nothing is ever lost.
 */
export function xmlTokens(xml: string): XmlToken[] {
  const tokens: XmlToken[] = []
  let end = 0
  let inTag = false
  const plain = (to: number): void => {
    if (to > end) tokens.push({ kind: 'text', text: xml.slice(end, to) })
  }
  for (const match of xml.matchAll(markup)) {
    const [text] = match
    const opens = text.startsWith('<')
    if (!opens && !inTag) continue
    plain(match.index)
    end = match.index + text.length
    const kind = text.startsWith('<!--') ? 'comment' : opens || text.endsWith('>') ? 'tag' : /^["']/.test(text) ? 'value' : 'attribute'
    inTag = kind === 'comment' ? inTag : kind === 'tag' ? opens : inTag
    tokens.push({ kind, text })
  }
  plain(xml.length)
  return tokens
}
