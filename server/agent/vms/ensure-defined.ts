import type { VmObservation, VmSpec } from '@/server/contract/agent/vm'
import type { Agent, Caller } from '@/server/agent/agent'
import { define } from './define'
import { observe, onVm } from './on-vm'

/** Defined as the specification says; whether it runs is not touched. Errors: STALE_GENERATION, WRONG_STATE (external), DUPLICATE, BAD_INPUT. */
export const ensureDefined = (agent: Agent, caller: Caller, { spec }: { spec: VmSpec }): Promise<VmObservation> =>
  onVm(agent, caller, spec, 'define', async (on) => {
    await define(on, spec)
    return observe(on, spec.id)
  })
