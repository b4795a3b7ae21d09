import { AppError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import { observedVm } from '@/server/store/vm/lifecycle'
import { vmUnknown } from '@/server/store/vm/facts'
import type { StepContext } from '../definition'
import type { OnVm } from './input'

/** What most calls about a machine carry. */
export interface Reach {
  agent: AgentClient
  hostId: string
  name: string
  call: { stepId: string; id: string; generation: number }
}

type AnyContext = StepContext<OnVm, Record<string, unknown>>

/** The agent that has the machine, and the call's common part. Errors: WRONG_STATE when it is on no host. */
export async function reach(context: Pick<AnyContext, 'db' | 'input' | 'stepId' | 'agent' | 'subject'>): Promise<Reach> {
  const id = context.input.vmId
  const vm = await observedVm(context.db, id)
  if (!vm) throw vmUnknown(id)
  if (!vm.hostId) throw new AppError('WRONG_STATE', `Machine ${vm.name} is on no host.`, { subject: context.subject })
  return { agent: await context.agent(vm.hostId), hostId: vm.hostId, name: vm.name, call: { stepId: context.stepId, id, generation: vm.generation } }
}

/** Waits until the machine is observed in one of these states; returns which. */
export const untilObserved = (context: Pick<AnyContext, 'db' | 'input' | 'waitFor'>, states: readonly string[]): Promise<{ state: string; reason: string }> =>
  context.waitFor({ topic: 'vms', id: context.input.vmId }, async () => {
    const vm = await observedVm(context.db, context.input.vmId)
    if (!vm) throw vmUnknown(context.input.vmId)
    return vm.observedState !== null && states.includes(vm.observedState) ? { state: vm.observedState, reason: vm.observedReason } : null
  })

export const liveStates = ['running', 'paused', 'paused_io', 'shutting_down', 'pmsuspended'] as const

/** Passes over the answer that the thing is not there: for undoing, that is as good as done. */
export const orGone = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error
  }
}
