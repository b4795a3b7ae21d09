import { vmPoweroff } from '@/server/workflows/vm/poweroff'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Forces it off; ends a shutdown or reboot that waits for the guest. Errors as `actOnVm`. */
export const poweroffVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> =>
  actOnVm(context, 'poweroff', vmPoweroff, { vmId: id })
