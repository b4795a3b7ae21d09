import type { Patch } from '@/server/contract/hardware/patch'

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `current` with the fields of `patch` put in; lists, and what is null on either side, are replaced whole. */
export const merge = <T>(current: T, patch: Patch<NoInfer<T>> | undefined): T => mergeValues(current, patch, false) as T

// customProperties is a map of its own, not a set of fields: replaced, so that an entry can be taken away.
const maps = new Set(['customProperties'])

const mergeValues = (current: unknown, patch: unknown, whole: boolean): unknown => {
  if (patch === undefined) return current
  if (whole || !isFields(current) || !isFields(patch)) return patch
  const fields = Object.entries(patch).map(([field, value]) => [field, mergeValues(current[field], value, maps.has(field))])
  return { ...current, ...Object.fromEntries(fields) }
}
