import type { VmObservation } from '@/server/contract/agent/vm'
import type { Agent, Caller } from '@/server/agent/agent'
import { syncTime } from './guest-deeds'
import { observe, onVm, present, requireState } from './on-vm'

/** Running again after a pause. Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE when it is neither paused nor running. */
export const ensureResumed = (agent: Agent, caller: Caller, call: { id: string; generation: number }): Promise<VmObservation> =>
  onVm(agent, caller, call, 'resume', async (on) => {
    const reading = present(on.reading, call.id)
    if (reading.observation.state === 'running') return reading.observation
    requireState(reading, ['paused', 'paused_io', 'pmsuspended'], 'resumed')
    if (reading.observation.state === 'pmsuspended') await on.libvirt.domain.pmWakeup({ uuid: call.id })
    else await on.libvirt.domain.resume({ uuid: call.id })
    syncTime(agent, call.id)
    return observe(on, call.id)
  })
