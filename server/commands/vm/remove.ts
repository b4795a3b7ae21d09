import { AppError } from '@/server/domain/error'
import { vmDelete } from '@/server/workflows/vm/delete'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Deletes a stopped machine with its disks, but those in `keep`. Errors as `actOnVm`; BAD_INPUT for a disk that it does not have. */
export async function removeVm(context: CommandContext, { id, keep = [] }: { id: string; keep?: readonly string[] }): Promise<{ jobId: string }> {
  const own = await context.db.disk.findMany({ where: { vmId: id }, select: { id: true } })
  const strange = keep.find(diskId => !own.some(disk => disk.id === diskId))
  if (strange !== undefined) throw new AppError('BAD_INPUT', `The machine has no disk ${strange} that could be kept.`, { field: 'keep', subject: { type: 'vm', id } })
  return actOnVm(context, 'delete', vmDelete, { vmId: id, keep: [...keep] })
}
