import { vmStart } from '@/server/workflows/vm/start'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Starts it on the best host, paused when asked. Errors as `actOnVm`; what placement says is in the job. */
export const startVm = (context: CommandContext, { id, paused = false }: { id: string; paused?: boolean }): Promise<{ jobId: string }> =>
  actOnVm(context, 'start', vmStart, { vmId: id, paused })
