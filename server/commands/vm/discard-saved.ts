import { vmDiscardSaved } from '@/server/workflows/vm/discard-saved'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Throws the saved memory of a suspended machine away. Errors as `actOnVm`. */
export const discardSavedVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> =>
  actOnVm(context, 'discardSaved', vmDiscardSaved, { vmId: id })
