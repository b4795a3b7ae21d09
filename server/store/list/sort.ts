import type { Where } from './where'

export type Direction = 'asc' | 'desc'

/** One way to sort a list. `key` lets a cursor go on after a row; sorts without it (by a count) go on by offset. */
export interface Sort<Row, W, O> {
  order: (direction: Direction) => O
  key?: {
    /** The row's value in JSON form. */
    write: (row: Row) => string | number | null
    /** Conditions for the rows with the same value and for those beyond it; null when the value was not written by `write`. */
    from: (direction: Direction, written: unknown) => { same: Where<W>; beyond: Where<W> | null } | null
  }
}

interface KeyFilter<K> {
  equals?: K
  gt?: K
  lt?: K
}

interface KeySpec<Row, W, O, K> {
  value: (row: Row) => K | null
  order: (direction: Direction) => O
  filter: (filter: KeyFilter<K>) => NoInfer<W>
  /** For columns that may be null: PostgreSQL puts null last when ascending, first when descending. */
  absent?: { is: NoInfer<W>; isNot: NoInfer<W> }
}

interface Codec<K> {
  write: (key: K) => string | number
  read: (written: unknown) => K | null
}

const keyed = <Row, W, O, K>(codec: Codec<K>, { value, order, filter, absent }: KeySpec<Row, W, O, K>): Sort<Row, W, O> => ({
  order,
  key: {
    write: row => {
      const key = value(row)
      return key === null ? null : codec.write(key)
    },
    from: (direction, written) => {
      if (written === null) return absent ? { same: absent.is, beyond: direction === 'desc' ? absent.isNot : null } : null
      const key = codec.read(written)
      if (key === null) return null
      const beyond = filter(direction === 'asc' ? { gt: key } : { lt: key })
      return { same: filter({ equals: key }), beyond: absent && direction === 'asc' ? { OR: [beyond, absent.is] } : beyond }
    },
  },
})

export const byText = <Row, W, O>(spec: KeySpec<Row, W, O, string>): Sort<Row, W, O> =>
  keyed({ write: key => key, read: written => (typeof written === 'string' ? written : null) }, spec)

export const byNumber = <Row, W, O>(spec: KeySpec<Row, W, O, number>): Sort<Row, W, O> =>
  keyed({ write: key => key, read: written => (typeof written === 'number' ? written : null) }, spec)

export const byInstant = <Row, W, O>(spec: KeySpec<Row, W, O, Date>): Sort<Row, W, O> =>
  keyed(
    {
      write: key => key.toISOString(),
      read: written => {
        const date = new Date(typeof written === 'string' ? written : Number.NaN)
        return Number.isNaN(date.getTime()) ? null : date
      },
    },
    spec,
  )
