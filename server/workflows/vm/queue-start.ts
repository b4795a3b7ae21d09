import { AppError } from '@/server/domain/error'
import { lockVm } from '@/server/store/vm/facts'
import { childJobId } from '../child-job'
import type { StepContext } from '../definition'
import { queueVmJob } from '../queue'
import type { OnVm } from './input'
import { vmStart } from './start'

interface Input extends OnVm {
  start: boolean
  paused?: boolean
}

/** Last step of what makes a machine: the start that follows is a job of its own, so that when it fails, the machine still is. */
export const queueStart = {
  name: 'queue the start',
  when: (input: Input) => input.start,
  do: ({ db, input, jobId, user, now }: StepContext<Input, Record<string, unknown>>): Promise<void> => db.$transaction(async tx => {
    const vm = await lockVm(tx, input.vmId)
    if (vm.facts.job?.id !== jobId) return
    await queueVmJob(tx, vmStart, { id: childJobId(jobId, 'start'), input: { vmId: vm.id, paused: input.paused ?? false, stateless: false, once: null }, vm, user }, now())
  }),
  // What was made belongs to the start from there on: nothing of it may be taken away under a machine that may run.
  irreversible: true,
  undo: async ({ db, input, jobId }: StepContext<Input, Record<string, unknown>>): Promise<void> => {
    const { facts, name } = await db.$transaction(tx => lockVm(tx, input.vmId))
    if (facts.job?.id !== jobId) throw new AppError('WRONG_STATE', `Virtual machine “${name}” was made, and its start has begun.`)
  },
}
