import type { Query } from './query'
import { searchError, searchExample, tokenize, type Token } from './tokens'

/** Deeper nesting than anyone writes; keeps the parser's own stack small. */
const maxDepth = 50

class Parser {
  private next = 0
  constructor(
    private readonly tokens: readonly Token[],
    private readonly fields: readonly string[],
    private readonly length: number,
  ) {}

  private get fieldsHint(): string {
    return `Fields: ${this.fields.join(', ')}.`
  }

  whole(): Query {
    const query = this.or(0)
    const rest = this.tokens[this.next]
    if (rest) throw searchError(rest.kind === ')' ? 'this ")" closes nothing.' : 'nothing was expected here.', rest.at, searchExample)
    return query
  }

  private or(depth: number): Query {
    const terms = [this.and(depth)]
    while (this.take('or')) terms.push(this.and(depth))
    return terms.length === 1 && terms[0] ? terms[0] : { type: 'or', terms }
  }

  /** Two terms side by side mean `and`. */
  private and(depth: number): Query {
    const terms = [this.not(depth)]
    while (this.take('and') || this.startsTerm()) terms.push(this.not(depth))
    return terms.length === 1 && terms[0] ? terms[0] : { type: 'and', terms }
  }

  private not(depth: number): Query {
    const token = this.tokens[this.next]
    if (token && depth > maxDepth) throw searchError('too many terms inside each other.', token.at, 'Make the search simpler.')
    return this.take('not') ? { type: 'not', term: this.not(depth + 1) } : this.term(depth)
  }

  private term(depth: number): Query {
    const open = this.tokens[this.next]
    if (this.take('(')) {
      const inner = this.or(depth + 1)
      if (!this.take(')')) throw searchError('this "(" is never closed.', open?.at ?? 0, 'Add ")".')
      return inner
    }
    return this.comparison()
  }

  private comparison(): Query {
    const word = this.tokens[this.next++]
    if (!word) throw searchError('the search ends too early.', this.length, searchExample)
    if (word.kind !== 'word') throw searchError('a field or a word was expected.', word.at, `${searchExample}. ${this.fieldsHint}`)
    const op = this.tokens[this.next]
    if (op?.kind !== 'op') {
      // A bare word: the name contains it; with a wildcard the whole name must fit.
      const wild = !word.quoted && word.text.includes('*')
      return { type: 'compare', field: 'name', op: wild ? '=' : '~', value: word.text, quoted: word.quoted, at: word.at }
    }
    const field = this.fields.find(f => f === word.text.toLowerCase())
    if (!field) throw searchError(`there is no field "${word.text}".`, word.at, this.fieldsHint)
    this.next++
    const value = this.tokens[this.next++]
    if (value?.kind !== 'word') throw searchError(`a value is missing after ${op.op}.`, op.at, searchExample)
    return { type: 'compare', field, op: op.op, value: value.text, quoted: value.quoted, at: value.at }
  }

  private startsTerm(): boolean {
    const kind = this.tokens[this.next]?.kind
    return kind === 'word' || kind === '(' || kind === 'not'
  }

  private take(kind: Token['kind']): boolean {
    if (this.tokens[this.next]?.kind !== kind) return false
    this.next++
    return true
  }
}

/**
 * Reads the search language: `field op value` with = != > < >= <= ~ (contains), `*` as wildcard, and/or/not, parentheses,
 * quotes; a bare word means that the name contains it. `fields` are lower-case names. Empty text → null.
 * Errors: BAD_INPUT that says where it fails and which fields there are.
 */
export function parseSearch(text: string, fields: readonly string[]): Query | null {
  const tokens = tokenize(text)
  return tokens.length === 0 ? null : new Parser(tokens, fields, text.length).whole()
}
