import type { VmObservation } from '@/server/contract/agent/vm'
import type { Agent, Caller } from '@/server/agent/agent'
import { observe, onVm, present, requireState } from './on-vm'

/** Paused in memory. Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE when it does not run. */
export const ensureSuspended = (agent: Agent, caller: Caller, call: { id: string; generation: number }): Promise<VmObservation> =>
  onVm(agent, caller, call, 'suspend', async (on) => {
    const reading = present(on.reading, call.id)
    if (reading.observation.state === 'paused') return reading.observation
    requireState(reading, ['running', 'paused_io'], 'suspended')
    if (reading.observation.state === 'running') await on.libvirt.domain.suspend({ uuid: call.id })
    return observe(on, call.id)
  })
