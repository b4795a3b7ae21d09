import { vmShutdown } from '@/server/workflows/vm/shutdown'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Asks the guest to shut down and waits for it. Errors as `actOnVm`. */
export const shutdownVm = (context: CommandContext, { id, timeoutSeconds = 180 }: { id: string; timeoutSeconds?: number }): Promise<{ jobId: string }> =>
  actOnVm(context, 'shutdown', vmShutdown, { vmId: id, timeoutSeconds })
