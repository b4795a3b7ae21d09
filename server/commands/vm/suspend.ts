import { vmSuspend } from '@/server/workflows/vm/suspend'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Pauses it in memory. Errors as `actOnVm`. */
export const suspendVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'suspend', vmSuspend, { vmId: id })
