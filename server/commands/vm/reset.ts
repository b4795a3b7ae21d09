import { vmReset } from '@/server/workflows/vm/reset'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Hard reset; ends a shutdown or reboot that waits for the guest. Errors as `actOnVm`. */
export const resetVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'reset', vmReset, { vmId: id })
