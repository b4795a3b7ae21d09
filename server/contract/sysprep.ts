import { z } from 'zod'

/** An operation of virt-sysprep, by its own name. */
export const SysprepOperation = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'the name of an operation of virt-sysprep')

/** What a host's virt-sysprep can do; `isDefault` = it does so unless told otherwise. */
export const SysprepFacts = z.object({
  version: z.string(),
  operations: z.array(z.object({ name: SysprepOperation, isDefault: z.boolean(), /** In English, as the program tells it. */ description: z.string() })),
})
export type SysprepFacts = z.infer<typeof SysprepFacts>
