import { vmSave } from '@/server/workflows/vm/save'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Suspends it to its host's disk. Errors as `actOnVm`. */
export const saveVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'save', vmSave, { vmId: id })
