import type { VmActionName } from '@/server/contract/api/vm'
import { supersedes } from '@/server/domain/vm/lifecycle'
import { askCancel } from '@/server/store/job/cancel'
import { lockVm } from '@/server/store/vm/facts'
import type { Workflow } from '@/server/workflows/definition'
import type { OnVm } from '@/server/workflows/vm/input'
import { queueVmJob } from '@/server/workflows/queue'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'

/**
 * Facts → decision → one transaction with job and lock. The row lock makes the second of two simultaneous commands decide on
 * what the first one wrote. A job that this action supersedes is cancelled, and its lock passes to the new one.
 * Errors: NOT_FOUND, WRONG_STATE, LOCKED, HOST_UNREACHABLE.
 */
export async function actOnVm<Input extends OnVm, State>(
  { db, user, now, newId }: CommandContext, action: VmActionName, workflow: Workflow<Input, State>, input: Input,
): Promise<{ jobId: string }> {
  const jobId = newId()
  await db.$transaction(async tx => {
    const vm = await lockVm(tx, input.vmId)
    mustAllow(action, vm)
    const { job } = vm.facts
    if (job && supersedes(action, job.kind)) await askCancel(tx, job.id)
    await queueVmJob(tx, workflow, { id: jobId, input, vm: { id: vm.id, name: vm.name }, user }, now)
  })
  return { jobId }
}
