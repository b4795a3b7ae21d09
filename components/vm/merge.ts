/** Three-way merge of a form after somebody else saved first. */
export interface Merged<Values> {
  /** Mine where I changed something, theirs elsewhere: what the form shows now. */
  values: Values
  /** Fields that they changed, and whether I changed them differently. */
  changed: { field: keyof Values & string; theirs: Values[keyof Values]; kept: boolean }[]
}

/** Values are JSON: lists and objects are equal when they say the same, in whatever order their fields are. */
export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)
const canonical = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => (isFields(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part))
const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param base what I began with @param theirs what is stored now @param mine what I typed */
export function mergeEdit<Values extends Record<string, unknown>>(base: Values, theirs: Values, mine: Values): Merged<Values> {
  const fields: (keyof Values & string)[] = Object.keys(base)
  const values = { ...mine }
  const changed: Merged<Values>['changed'] = []
  for (const field of fields) {
    const kept = !same(mine[field], base[field])
    if (!kept) values[field] = theirs[field]
    if (!same(theirs[field], base[field]) && !same(mine[field], theirs[field])) changed.push({ field, theirs: theirs[field], kept })
  }
  return { values, changed }
}

/** Only what differs from the base is sent: an edit of the name must not write the memory back. */
export const editPatch = <Values extends Record<string, unknown>>(base: Values, mine: Values): Partial<Values> => {
  const patch: Partial<Values> = {}
  const fields: (keyof Values & string)[] = Object.keys(base)
  for (const field of fields) if (!same(mine[field], base[field])) patch[field] = mine[field]
  return patch
}
