import { AppError } from '../error'
import { operators, type Operator } from './query'

export type Token =
  | { kind: 'word'; text: string; quoted: boolean; at: number }
  | { kind: 'op'; op: Operator; at: number }
  | { kind: '(' | ')' | 'and' | 'or' | 'not'; at: number }

const wordEnd = /[\s()=<>!~"']/
const keywords = ['and', 'or', 'not'] as const

export const searchError = (text: string, at: number, hint: string): AppError =>
  new AppError('BAD_INPUT', `The search can't be understood at character ${at + 1}: ${text}`, {
    field: 'search',
    hint,
    reason: { code: 'search', params: { at: at + 1 } },
  })

const example = 'Write for example: status=up and name=web*'

function quotedWord(text: string, from: number): { word: Token; next: number } {
  const quote = text[from]
  let value = ''
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === quote) return { word: { kind: 'word', text: value, quoted: true, at: from }, next: i + 1 }
    if (text[i] === '\\' && i + 1 < text.length) i++
    value += text[i]
  }
  throw searchError('the quote is never closed.', from, `Add ${quote} at the end of the value.`)
}

function bareWord(text: string, from: number): { word: Token; next: number } {
  let next = from
  while (next < text.length && !wordEnd.test(text[next] ?? '')) next++
  const word = text.slice(from, next)
  const keyword = keywords.find(k => k === word.toLowerCase())
  return { word: keyword ? { kind: keyword, at: from } : { kind: 'word', text: word, quoted: false, at: from }, next }
}

/** Splits the text of a search. Errors: BAD_INPUT that says where. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const c = text[at] ?? ''
    if (/\s/.test(c)) {
      at++
      continue
    }
    const op = operators.find(o => text.startsWith(o, at))
    if (op) {
      tokens.push({ kind: 'op', op, at })
      at += op.length
    } else if (c === '(' || c === ')') {
      tokens.push({ kind: c, at: at++ })
    } else if (c === '!') {
      throw searchError('"!" stands alone.', at, 'Write != for "is not", or the word not.')
    } else {
      const { word, next } = c === '"' || c === "'" ? quotedWord(text, at) : bareWord(text, at)
      tokens.push(word)
      at = next
    }
  }
  return tokens
}

export const searchExample = example
