import { describe, expect, it } from 'vitest'
import { AppError } from '../error'
import { parseSearch } from './parse'
import type { Query } from './query'

const fields = ['name', 'status', 'cluster', 'memory']
const parse = (text: string) => parseSearch(text, fields)

/** A query in brackets, so that a test reads as a sentence. */
const show = (q: Query | null): string => {
  if (!q) return ''
  if (q.type === 'compare') return `${q.field}${q.op}${q.quoted ? `"${q.value}"` : q.value}`
  if (q.type === 'not') return `not(${show(q.term)})`
  return `${q.type}(${q.terms.map(show).join(' ')})`
}

const refusal = (text: string): AppError => {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error(`${text} was accepted`)
}

describe('parseSearch', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    ['web', 'name~web'],
    ['web*', 'name=web*'],
    ['"web*"', 'name~"web*"'],
    ['status=up', 'status=up'],
    ['Status = up', 'status=up'],
    ['memory>=512', 'memory>=512'],
    ['memory<=512 and memory!=64', 'and(memory<=512 memory!=64)'],
    ['name~eb', 'name~eb'],
    ['status=up or status=paused and cluster=prod', 'or(status=up and(status=paused cluster=prod))'],
    ['(status=up OR status=paused) AND cluster=prod', 'and(or(status=up status=paused) cluster=prod)'],
    ['not status=up', 'not(status=up)'],
    ['not not status=up', 'not(not(status=up))'],
    ['status=up web', 'and(status=up name~web)'],
    ['name="a b"', 'name="a b"'],
    ["name='a\\'b'", 'name="a\'b"'],
    ['name="and"', 'name="and"'],
    ['网络', 'name~网络'],
  ])('reads %s', (text, meaning) => expect(show(parse(text))).toBe(meaning))

  it.each([
    ['status=', 7, /value is missing/],
    ['colour=red', 1, /no field "colour"/],
    ['status=up and', 14, /ends too early/],
    ['(status=up', 1, /never closed/],
    ['status=up)', 10, /closes nothing/],
    ['name="web', 6, /quote is never closed/],
    ['=up', 1, /field or a word/],
    ['status ! up', 8, /stands alone/],
    ['and', 1, /field or a word/],
  ])('refuses %s and says where', (text, at, sentence) => {
    const error = refusal(text)
    expect(error.code).toBe('BAD_INPUT')
    expect(error.message).toMatch(sentence)
    expect(error.detail.reason).toEqual({ code: 'search', params: { at } })
    expect(error.detail.field).toBe('search')
  })

  it('names the fields that exist', () => expect(refusal('colour=red').detail.hint).toBe('Fields: name, status, cluster, memory.'))

  it('does not fall over deep nesting', () => expect(refusal(`${'('.repeat(900)}a`).message).toMatch(/too many terms/))
})
