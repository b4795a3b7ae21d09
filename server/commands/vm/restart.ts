import { vmRestart } from '@/server/workflows/vm/restart'
import { actOnVm } from './act'
import type { CommandContext } from './context'
import { isStateless } from './start'

/** Shuts the machine down and starts it anew: then it is as it is wanted. Errors as `actOnVm`. */
export async function restartVm(context: CommandContext, { id, timeoutSeconds }: { id: string; timeoutSeconds: number }): Promise<{ jobId: string }> {
  return actOnVm(context, 'reboot', vmRestart, { vmId: id, timeoutSeconds, paused: false, once: null, stateless: await isStateless(context.db, id) })
}
