import { vmReboot } from '@/server/workflows/vm/reboot'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Asks the guest to reboot. Errors as `actOnVm`. */
export const rebootVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'reboot', vmReboot, { vmId: id })
