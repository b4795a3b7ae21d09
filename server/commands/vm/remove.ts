import { vmDelete } from '@/server/workflows/vm/delete'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Deletes a stopped machine with its disks. Errors as `actOnVm`. */
export const removeVm = (context: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> => actOnVm(context, 'delete', vmDelete, { vmId: id })
