import { vmAdopt } from '@/server/workflows/vm/adopt'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Takes over a machine that another tool made. Errors as `actOnVm`. */
export const adoptVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'adopt', vmAdopt, { vmId: id })
