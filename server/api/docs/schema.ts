/** The part of JSON Schema that the contract's types come out as. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  default?: unknown
  description?: string
}

/** zod's integers carry the limits of JavaScript, which say nothing to a reader. */
const meant = (limit: number | undefined): limit is number => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER

const limits = (s: Schema): string => {
  const [least, most] = s.type === 'string' ? [s.minLength, s.maxLength] : [s.minimum, s.maximum]
  const unit = s.type === 'string' ? ' characters' : ''
  if (meant(least) && meant(most)) return ` (${least} to ${most}${unit})`
  return meant(least) ? ` (at least ${least}${unit})` : meant(most) ? ` (at most ${most}${unit})` : ''
}

/** A type in a few words: `integer (1 to 500)`, `list of uuid`, `"up" | "down"`, `Problem`. */
export function typeOf(schema: Schema | undefined): string {
  if (!schema) return 'anything'
  if (schema.$ref) return schema.$ref.replace(/^.*\//, '')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(v => JSON.stringify(v)).join(' | ')
  const choice = schema.anyOf ?? schema.oneOf
  if (choice) return [...new Set(choice.map(typeOf))].join(' or ')
  if (schema.allOf) return [...new Set(schema.allOf.map(typeOf))].join(' and ')
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`
  if (schema.type === 'object')
    return schema.properties ? 'object' : `map of ${typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties) : 'values'}`
  const plain = schema.format ?? [schema.type ?? 'anything'].flat().join(' or ')
  return plain + limits(schema)
}

export interface Field {
  path: string
  type: string
  required: boolean
  preset: string
}

const object = (schema: Schema | undefined): Schema | null => {
  if (!schema) return null
  if (schema.properties) return schema
  if (schema.items) return object(schema.items)
  return (schema.anyOf ?? schema.allOf ?? schema.oneOf ?? []).map(object).find(s => s !== null) ?? null
}

/** The fields of an object, those inside written as `host.name`, `disks[].sizeMiB`; not deeper than `depth`. */
export function fieldsOf(schema: Schema | undefined, depth = 2, prefix = ''): Field[] {
  const found = object(schema)
  return Object.entries(found?.properties ?? {}).flatMap(([name, s]) => {
    const path = prefix + name
    const preset = s.default === undefined ? '' : JSON.stringify(s.default)
    const inside = depth > 0 && object(s) ? fieldsOf(s, depth - 1, `${path}${s.type === 'array' ? '[]' : ''}.`) : []
    return [{ path, type: typeOf(s), required: (found?.required ?? []).includes(name) && s.default === undefined, preset }, ...inside]
  })
}
