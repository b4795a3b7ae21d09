import type { Grant } from '@/server/domain/access/decide'
import { scopeOf } from '@/server/domain/access/decide'
import type { ObjectType } from '@/server/contract/api/common'

/** Who asks: a list shows what these grants allow. */
export interface Caller {
  id: string
  username: string
  grants: readonly Grant[]
}

type ScopeTable<W> = Partial<Record<ObjectType, (ids: string[]) => W>>

/** Prisma takes an empty OR inside an AND for "no condition", and would show everything; an empty `in` is always false. */
interface Nothing {
  id: { in: string[] }
}
const nothing: Nothing = { id: { in: [] } }

/**
 * The condition that leaves the rows on which the caller has the verb, or null when he has it on all.
 * `table` says how a row hangs below each type of object; a type that is not in it gives nothing.
 */
export function scopeWhere<W>(caller: Caller, verb: string, table: ScopeTable<W>): { OR: (W | Nothing)[] } | null {
  const scope = scopeOf(caller.grants, verb)
  if (scope === 'all') return null
  const types = [...new Set(scope.map(s => s.type))]
  return { OR: [nothing, ...types.flatMap(type => table[type]?.(scope.filter(s => s.type === type).map(s => s.id)) ?? [])] }
}
