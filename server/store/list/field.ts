import type { Comparison, Operator } from '@/server/domain/search/query'
import { searchError } from '@/server/domain/search/tokens'

/** A field of the search language: makes the condition of one comparison. */
export interface Field<W> {
  /** What a person may write as value, for the documentation and for errors. */
  kind: string
  where: (comparison: Comparison) => W
}
export type FieldTable<W> = Record<string, Field<W>>

const refuse = (c: Comparison, text: string, hint: string): never => {
  throw searchError(text, c.at, hint)
}

const notOp = (c: Comparison, kind: string, ops: string): never => refuse(c, `${c.field} is ${kind} and can't be compared with ${c.op}.`, `Use ${ops}.`)

/** ILIKE gives `_` and `%` a meaning of their own; only `*` shall be a wildcard. */
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')
const pattern = (c: Comparison) => (c.quoted ? literal(c.value) : literal(c.value).replaceAll('*', '%'))

export interface TextFilter {
  equals?: string
  contains?: string
  mode: 'insensitive'
}

/** Text, compared without regard to case. `not` has to be made around the relation, so that rows without one count as different. */
export const text = <W>(wrap: (filter: TextFilter) => W, not: (where: W) => W): Field<W> => ({
  kind: 'text',
  where: c => {
    // Prisma's insensitive `equals` is ILIKE, so the pattern may stand in it.
    const equal = wrap({ equals: pattern(c), mode: 'insensitive' })
    if (c.op === '=') return equal
    if (c.op === '!=') return not(equal)
    if (c.op === '~') return wrap({ contains: literal(c.value), mode: 'insensitive' })
    return notOp(c, 'a text', '=, != or ~')
  },
})

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Another object, by its name or by its id. */
export const ref = <W>(byName: (filter: TextFilter) => W, byId: (id: string) => W, not: (where: W) => W): Field<W> => {
  const name = text(byName, not)
  return {
    kind: 'a name or a UUID',
    where: c => {
      if (!uuidPattern.test(c.value) || (c.op !== '=' && c.op !== '!=')) return name.where(c)
      return c.op === '=' ? byId(c.value) : not(byId(c.value))
    },
  }
}

/** One of a list of words; `*` and `~` choose among them. */
export const oneOf = <W>(values: readonly string[], wrap: (filter: { in: string[] } | { notIn: string[] }) => W): Field<W> => ({
  kind: values.join(', '),
  where: c => {
    const wanted = c.value.toLowerCase().replaceAll('-', '_')
    const fits = (v: string) => (c.op === '~' ? v.includes(wanted) : new RegExp(`^${wanted.split('*').map(escape).join('.*')}$`).test(v))
    if (c.op !== '=' && c.op !== '!=' && c.op !== '~') return notOp(c, 'a word', '=, != or ~')
    const found = values.filter(fits)
    if (found.length === 0) return refuse(c, `${c.field} is never "${c.value}".`, `It is one of: ${values.join(', ')}.`)
    return wrap(c.op === '!=' ? { notIn: found } : { in: found })
  },
})

const escape = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

type Bound<T> = { equals: T } | { not: T } | { gt: T } | { lt: T } | { gte: T } | { lte: T }

const bound = <T>(op: Operator, value: T): Bound<T> | null => {
  if (op === '=') return { equals: value }
  if (op === '!=') return { not: value }
  if (op === '>') return { gt: value }
  if (op === '<') return { lt: value }
  if (op === '>=') return { gte: value }
  if (op === '<=') return { lte: value }
  return null
}

const ordered = <W, T>(kind: string, read: (c: Comparison) => T, wrap: (filter: Bound<T>) => W): Field<W> => ({
  kind,
  where: c => {
    const filter = bound(c.op, read(c))
    return filter ? wrap(filter) : notOp(c, kind, '=, !=, <, <=, > or >=')
  },
})

/** PostgreSQL's integer ends here; a larger number would be an error of the database. */
const maxInteger = 2_147_483_647

export const number = <W>(wrap: (filter: Bound<number>) => W): Field<W> =>
  ordered(
    'a number',
    c =>
      /^\d{1,10}$/.test(c.value)
        ? Math.min(Number(c.value), maxInteger)
        : refuse(c, `"${c.value}" is not a whole number.`, `Write for example ${c.field}${c.op}4`),
    wrap,
  )

const unitMiB: Record<string, number> = { '': 1, m: 1, mib: 1, g: 1024, gib: 1024, t: 1_048_576, tib: 1_048_576 }

/** MiB, or with a unit: 512, 512M, 4GiB, 1T. */
export const size = <W>(wrap: (filter: Bound<number>) => W): Field<W> =>
  ordered(
    'a size',
    c => {
      const [, digits, unit] = /^(\d{1,10}(?:\.\d+)?)\s*([a-z]*)$/.exec(c.value.toLowerCase()) ?? []
      const factor = unitMiB[unit ?? 'none']
      if (digits === undefined || factor === undefined) return refuse(c, `"${c.value}" is not a size.`, `Write MiB, or a unit: ${c.field}${c.op}4GiB`)
      return Math.min(Math.round(Number(digits) * factor), maxInteger)
    },
    wrap,
  )

/** Date or date and time in ISO 8601; or an age such as 2h, 7d: `created>2h` = within the last two hours. */
export const instant = <W>(wrap: (filter: Bound<Date>) => W, now = () => Date.now()): Field<W> =>
  ordered(
    'a time',
    c => {
      const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(c.value) ?? []
      const second = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''] ?? 0
      const date = amount === undefined ? new Date(/^\d{4}-/.test(c.value) ? c.value : Number.NaN) : new Date(now() - Number(amount) * second * 1000)
      return Number.isNaN(date.getTime()) ? refuse(c, `"${c.value}" is not a time.`, `Write for example ${c.field}${c.op}2026-11-21 or ${c.field}>2h`) : date
    },
    wrap,
  )

const yes = new Set(['true', 'yes', '1'])
const no = new Set(['false', 'no', '0'])

export const boolean = <W>(wrap: (value: boolean) => W): Field<W> => ({
  kind: 'true or false',
  where: c => {
    const value = yes.has(c.value.toLowerCase())
      ? true
      : no.has(c.value.toLowerCase())
        ? false
        : refuse(c, `"${c.value}" is not true or false.`, `Write ${c.field}=true`)
    if (c.op !== '=' && c.op !== '!=') return notOp(c, 'true or false', '= or !=')
    return wrap(c.op === '=' ? value : !value)
  },
})

export const uuid = <W>(wrap: (filter: { equals: string } | { not: string }) => W): Field<W> => ({
  kind: 'a UUID',
  where: c => {
    if (!uuidPattern.test(c.value)) return refuse(c, `"${c.value}" is not a UUID.`, 'Copy the whole id.')
    return c.op === '=' ? wrap({ equals: c.value }) : c.op === '!=' ? wrap({ not: c.value }) : notOp(c, 'a UUID', '= or !=')
  },
})
