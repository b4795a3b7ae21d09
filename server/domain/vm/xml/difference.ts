import type { Patch } from '@/server/contract/hardware/patch'
import { equal } from './equal'

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Maps of a person's own names are one value. */
const whole = new Set(['customProperties'])

/** The fields in which `next` says something else than `now`, as a change of it; null = in none. */
export const difference = <T extends object>(now: T, next: T): Patch<T> | null => fieldsThatDiffer(Object.fromEntries(Object.entries(now)), Object.fromEntries(Object.entries(next))) as Patch<T> | null

const fieldsThatDiffer = (now: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> | null => {
  const changed = Object.entries(next).flatMap(([field, value]): [string, unknown][] => {
    const before = now[field]
    if (equal(before, value)) return []
    return [[field, isFields(before) && isFields(value) && !whole.has(field) ? fieldsThatDiffer(before, value) : value]]
  })
  return changed.length === 0 ? null : Object.fromEntries(changed)
}
