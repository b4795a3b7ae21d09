import type { Reason } from '@/server/contract/api/common'
import { AppError } from '@/server/domain/error'
import { bulkAction } from '@/server/domain/vm/bulk'
import { supersedes, vmAction } from '@/server/domain/vm/lifecycle'
import { askCancel } from '@/server/store/job/cancel'
import { setBulkItem } from '@/server/store/job/bulk'
import type { Tx } from '@/server/store/db'
import { lockVm } from '@/server/store/vm/facts'
import type { LockedVm } from '@/server/store/vm/facts'
import { childJobId } from '../../child-job'
import type { StepContext } from '../../definition'
import type { BulkInput } from './input'
import { queueOf } from './queue-of'
import { changeTags } from './tags'

type Context = Pick<StepContext<BulkInput, Record<string, never>>, 'db' | 'input' | 'jobId' | 'user' | 'now'>

/** Null = begun, or done. */
async function begin(tx: Tx, { input, jobId, user, now }: Context, vm: LockedVm): Promise<Reason | null> {
  const action = bulkAction(input.action)
  const { allowed, reason } = vmAction(action, vm.facts)
  if (!allowed) return reason
  if (input.action === 'tags') {
    const wrong = await changeTags(tx, vm, input.options, user)
    if (!wrong) await setBulkItem(tx, jobId, vm.id, { state: 'succeeded' })
    return wrong
  }
  const { job } = vm.facts
  if (job && supersedes(action, job.kind)) await askCancel(tx, job.id)
  const childId = childJobId(jobId, vm.id)
  const wrong = await queueOf(tx, input, { id: childId, vm, user }, now())
  if (!wrong) await setBulkItem(tx, jobId, vm.id, { state: 'running', childId })
  return wrong
}

/** Begins with one machine, or writes down why not: intent, job and item in one transaction. */
export async function handOut(context: Context, { vmId }: { vmId: string }): Promise<void> {
  const { db, jobId } = context
  await db.$transaction(async tx => {
    const vm = await lockVm(tx, vmId).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return null
      throw error
    })
    const reason = vm ? await begin(tx, context, vm) : { code: 'gone', params: {}, text: 'It does not exist any more.' }
    if (reason) await setBulkItem(tx, jobId, vmId, { state: 'refused', reason })
  })
}
