import { z } from 'zod'

const Format = z.enum(['qcow2', 'raw'])

/** A disk of a machine that runs, and the image that it is to run from instead, which is there already and at least as large. */
export const Mirroring = z.object({ from: z.string(), to: z.object({ path: z.string(), format: Format }) })
export type Mirroring = z.infer<typeof Mirroring>

/**
 * From which image the machine runs, as its definition says: `from` = the old one, alone; `copying` and `ready` = the old one, while each write goes to the
 * new one too; `to` = the new one. Read, never remembered: it holds after any crash.
 */
export const mirrorStates = ['from', 'copying', 'ready', 'to'] as const
export const MirrorState = z.object({ state: z.enum(mirrorStates) })
export type MirrorState = z.infer<typeof MirrorState>
