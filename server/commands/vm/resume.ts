import { vmResume } from '@/server/workflows/vm/resume'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Goes on after a pause. Errors as `actOnVm`. */
export const resumeVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'resume', vmResume, { vmId: id })
