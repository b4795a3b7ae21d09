import { z } from 'zod'

/** Input of every job on one machine. */
export const OnVm = z.object({ vmId: z.uuid() })
export type OnVm = z.infer<typeof OnVm>
