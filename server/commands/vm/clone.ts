import type { CloneVm } from '@/server/contract/api/vm'
import { AppError } from '@/server/domain/error'
import { checkVmName } from '@/server/domain/vm/validate'
import { findingDetail } from '@/server/domain/vm/validate'
import { isDuplicate } from '@/server/store/duplicate'
import { nameTaken } from '@/server/store/vm/adopt'
import { insertClone } from '@/server/store/vm/clone'
import { lockVm } from '@/server/store/vm/facts'
import { lockVmForJob } from '@/server/store/vm/lifecycle'
import { change } from '@/server/store/change'
import { queueVmJob } from '@/server/workflows/queue'
import { vmClone } from '@/server/workflows/vm/clone'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'

/**
 * Rows of a machine like a stopped one. One job holds both until the images are copied, so that the source does not write while
 * they are read. Errors: NOT_FOUND, WRONG_STATE, LOCKED, HOST_UNREACHABLE, BAD_INPUT, DUPLICATE.
 */
export async function cloneVm({ db, user, now, newId }: CommandContext, wish: CloneVm): Promise<{ id: string; jobId: string }> {
  const [vmId, jobId] = [newId(), newId()]
  const finding = checkVmName(wish.name)
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, wish.name))
  try {
    await db.$transaction(async tx => {
      mustAllow('clone', await lockVm(tx, wish.id))
      const copies = await insertClone(tx, { vmId, wish, ownerId: user?.id ?? null, newId, now })
      await queueVmJob(tx, vmClone, { id: jobId, input: { vmId, copies }, vm: { id: vmId, name: wish.name }, user }, now)
      await lockVmForJob(tx, wish.id, jobId, now)
      await change(tx, 'vms', wish.id)
    })
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(wish.name) : error
  }
  return { id: vmId, jobId }
}
