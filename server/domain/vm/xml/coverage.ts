import { z } from 'zod'

const inner = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional ? inner(schema.unwrap()) : schema

/** Everything that a value of the schema can be: each word, yes and no, there or absent. Of numbers and texts, that there are some. */
export function possible(schema: z.core.$ZodType, path: string): string[] {
  const bare = inner(schema)
  if (bare instanceof z.ZodNullable) return [`${path} absent`, ...possible(bare.unwrap(), path)]
  if (bare instanceof z.ZodObject) return Object.entries(bare.shape as Record<string, z.core.$ZodType>).flatMap(([name, part]) => possible(part, `${path}.${name}`))
  if (bare instanceof z.ZodDiscriminatedUnion) return [...new Set(bare.options.flatMap((option) => possible(option, path)))]
  if (bare instanceof z.ZodArray) return [`${path} empty`, ...possible(bare.element, `${path}[]`)]
  if (bare instanceof z.ZodEnum) return bare.options.map((option) => `${path} ${option}`)
  if (bare instanceof z.ZodLiteral) return [...bare.values].map((value) => `${path} ${value}`)
  if (bare instanceof z.ZodUnion && bare.options.every((option) => option instanceof z.ZodLiteral)) return bare.options.flatMap((option) => possible(option, path))
  if (bare instanceof z.ZodBoolean) return [`${path} true`, `${path} false`]
  return [path]
}

/** The same of a value, by the names that `possible` gives; of words and numbers both what they are and that there are some. */
export function present(value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [`${path} absent`]
  if (Array.isArray(value)) return value.length === 0 ? [`${path} empty`] : value.flatMap((each) => present(each, `${path}[]`))
  if (typeof value === 'object') return [path, ...Object.entries(value).flatMap(([name, part]) => present(part, `${path}.${name}`))]
  return [path, `${path} ${String(value)}`]
}
