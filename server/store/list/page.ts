import { AppError } from '@/server/domain/error'
import { badCursor, readCursor, writeCursor } from './cursor'
import type { FieldTable } from './field'
import type { Direction, Sort } from './sort'
import { searchWhere, type Where } from './where'

/** What a list operation got from its caller; see ListInput of the contract. */
export interface ListQuery {
  search?: string | undefined
  sort?: string | undefined
  limit: number
  cursor?: string | undefined
  offset?: number | undefined
}

/** What can be searched and sorted in one kind of object. `Row` is what the query selects, `W` and `O` Prisma's where and order. */
export interface ListSpec<Row, W, O> {
  fields: FieldTable<W>
  sorts: Record<string, Sort<Row, W, O>>
  /** `field` or `-field`. */
  defaultSort: string
  /** Equal sort values are put in the order of the id, so that pages never overlap. */
  id: { of: (row: Row) => string; order: (direction: Direction) => O; beyond: (direction: Direction, id: string) => W }
}

export interface ListRun<Row, W, O> {
  /** Rows the caller may see; null = all. */
  scope: Where<W> | null
  find: (args: { where: Where<W>; orderBy: O[]; take: number; skip?: number }) => Promise<Row[]>
  count: (where: Where<W>) => Promise<number>
}

export interface ListPage<Row> {
  rows: Row[]
  nextCursor: string | null
  total: number
}

interface Order<Row, W, O> {
  name: string
  direction: Direction
  sort: Sort<Row, W, O>
}

function orderOf<Row, W, O>(spec: ListSpec<Row, W, O>, wanted: string): Order<Row, W, O> {
  const direction = wanted.startsWith('-') ? 'desc' : 'asc'
  const name = wanted.replace(/^[-+]/, '')
  const sort = Object.hasOwn(spec.sorts, name) ? spec.sorts[name] : undefined
  if (!sort) {
    throw new AppError('BAD_INPUT', `The list can't be sorted by "${name}".`, {
      field: 'sort',
      hint: `Sort by one of: ${Object.keys(spec.sorts).join(', ')}; with "-" before it for descending.`,
    })
  }
  return { name: wanted, direction, sort }
}

function goOn<Row, W, O>(spec: ListSpec<Row, W, O>, order: Order<Row, W, O>, query: ListQuery): { where: Where<W> | null; skip: number } {
  if (query.cursor === undefined) return { where: null, skip: query.offset ?? 0 }
  if (query.offset !== undefined) throw new AppError('BAD_INPUT', 'Give either cursor or offset, not both.', { field: 'offset' })
  const cursor = readCursor(query.cursor, order.name)
  if ('offset' in cursor) return { where: null, skip: cursor.offset }
  const from = order.sort.key?.from(order.direction, cursor.key)
  if (!from) throw badCursor()
  const later: Where<W> = { AND: [from.same, spec.id.beyond(order.direction, cursor.id)] }
  return { where: from.beyond ? { OR: [from.beyond, later] } : later, skip: 0 }
}

const all = <W>(wheres: (Where<W> | null)[]): Where<W> => ({ AND: wheres.filter(w => w !== null) })

/**
 * One page of a list: search, permission, order and limit all happen in SQL; `total` counts the whole search.
 * Errors: BAD_INPUT for a search, sort or cursor that can't be understood.
 */
export async function listPage<Row, W, O>(spec: ListSpec<Row, W, O>, query: ListQuery, run: ListRun<Row, W, O>): Promise<ListPage<Row>> {
  const order = orderOf(spec, query.sort ?? spec.defaultSort)
  const wanted = all([run.scope, searchWhere(query.search, spec.fields)])
  const { where, skip } = goOn(spec, order, query)
  const [found, total] = await Promise.all([
    // One row more than asked for tells whether there is a next page.
    run.find({
      where: all([wanted, where]),
      orderBy: [order.sort.order(order.direction), spec.id.order(order.direction)],
      take: query.limit + 1,
      ...(skip ? { skip } : {}),
    }),
    run.count(wanted),
  ])
  const rows = found.slice(0, query.limit)
  const last = rows.at(-1)
  if (!last || found.length <= query.limit) return { rows, nextCursor: null, total }
  const key = order.sort.key
  const cursor = key ? { sort: order.name, key: key.write(last), id: spec.id.of(last) } : { sort: order.name, offset: skip + rows.length }
  return { rows, nextCursor: writeCursor(cursor), total }
}
