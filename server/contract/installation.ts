import { z } from 'zod'
import { Kickstart } from './api/vm-source'

/** What the first start of a new machine boots. `pending` until that start; later ones boot the machine as it is kept. */
export const Installation = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pxe'), pending: z.boolean() }),
  z.object({
    type: z.literal('tree'),
    pending: z.boolean(),
    url: z.string(),
    arguments: z.string(),
    /** Null as soon as it lies in the initrd: it may hold passwords. */
    kickstart: Kickstart.nullable(),
    /** Folder of the storage domain that has kernel and initrd. */
    storagePath: z.string(),
    /** Of the kernel, as the tree asks for; empty until it was fetched. */
    commandLine: z.string(),
  }),
])
export type Installation = z.infer<typeof Installation>
