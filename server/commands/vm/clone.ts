import type { CloneVm } from '@/server/contract/api/vm'
import { AppError } from '@/server/domain/error'
import { generalisationRefusal } from '@/server/domain/host/generalisation'
import { checkVmName } from '@/server/domain/vm/validate'
import { findingDetail } from '@/server/domain/vm/validate'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { nameTaken } from '@/server/store/vm/adopt'
import { insertClone } from '@/server/store/vm/clone'
import { sysprepHosts } from '@/server/store/vm/sysprep'
import { lockVm } from '@/server/store/vm/facts'
import { lockVmForJob } from '@/server/store/vm/lifecycle'
import { change } from '@/server/store/change'
import { queueVmJob } from '@/server/workflows/queue'
import { vmClone } from '@/server/workflows/vm/clone'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'

/** Errors: BAD_INPUT when no host can. */
async function requireGeneralisation(tx: Tx, { id, generalise }: CloneVm): Promise<void> {
  if (generalise === null) return
  const { clusterId } = await tx.vm.findUniqueOrThrow({ where: { id }, select: { clusterId: true } })
  const reason = generalisationRefusal(await sysprepHosts(tx, clusterId), generalise)
  if (!reason) return
  const { text, ...why } = reason
  throw new AppError('BAD_INPUT', text, { field: 'generalise', hint: 'Clone it without generalising it.', reason: why })
}

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
      await requireGeneralisation(tx, wish)
      const copies = await insertClone(tx, { vmId, wish, ownerId: user?.id ?? null, newId, now })
      await queueVmJob(tx, vmClone, { id: jobId, input: { vmId, copies, generalise: copies.length > 0 ? (wish.generalise ?? []) : [] }, vm: { id: vmId, name: wish.name }, user }, now)
      await lockVmForJob(tx, wish.id, jobId, now)
      await change(tx, 'vms', wish.id)
    })
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(wish.name) : error
  }
  return { id: vmId, jobId }
}
