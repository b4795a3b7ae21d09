import { z } from 'zod'
import { Kickstart } from './api/vm-source'

const common = {
  /** Until the start that boots it; later ones boot the machine as it is kept. */
  pending: z.boolean(),
  /** The installer runs. When it restarts the machine, that ends, and is started again as it is kept. */
  restarts: z.boolean().default(false),
}

/** What the first start of a new machine boots. */
export const Installation = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pxe'), ...common }),
  z.object({
    type: z.literal('tree'),
    ...common,
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
