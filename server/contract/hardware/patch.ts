import { z } from 'zod'

/** Any part of `T`: objects may lack fields at each level; lists, and what may be null, are given whole. */
export type Patch<T> = T extends readonly unknown[] ? T : T extends object ? (string extends keyof T ? T : { [Field in keyof T]?: Patch<T[Field]> | undefined }) : T

/**
 * The schema of a change of what `schema` describes: no field is needed, and none is filled in with its default, for a default
 * would overwrite what is there.
 */
export const patchOf = <Schema extends z.ZodObject>(schema: Schema): z.ZodType<Patch<z.output<Schema>>, Patch<z.output<Schema>>> =>
  partOf(schema) as unknown as z.ZodType<Patch<z.output<Schema>>, Patch<z.output<Schema>>>

const partOf = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return partOf(schema.unwrap())
  if (!(schema instanceof z.ZodObject)) return schema
  return z.strictObject(Object.fromEntries(Object.entries(schema.shape).map(([field, part]) => [field, z.optional(partOf(part as z.core.$ZodType))])))
}
