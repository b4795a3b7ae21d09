import { parseSearch } from '@/server/domain/search/parse'
import type { Query } from '@/server/domain/search/query'
import type { FieldTable } from './field'

/** Conditions joined: every where-input of Prisma has these three keys. */
export type Where<W> = W | { AND: Where<W>[] } | { OR: Where<W>[] } | { NOT: Where<W> }

function whereOf<W>(query: Query, fields: FieldTable<W>): Where<W> {
  if ('terms' in query) {
    const terms = query.terms.map(t => whereOf(t, fields))
    return query.type === 'and' ? { AND: terms } : { OR: terms }
  }
  if (query.type === 'not') return { NOT: whereOf(query.term, fields) }
  const field = fields[query.field]
  if (!field) throw new Error(`field ${query.field} is not in the table`)
  return field.where(query)
}

/** The condition of a search text, null when it is empty. Errors: BAD_INPUT that says where and which fields exist. */
export function searchWhere<W>(search: string | undefined, fields: FieldTable<W>): Where<W> | null {
  const query = search ? parseSearch(search, Object.keys(fields)) : null
  return query ? whereOf(query, fields) : null
}
