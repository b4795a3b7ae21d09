import type { VmObservation } from '@/server/contract/agent/vm'
import type { Agent, Caller } from '@/server/agent/agent'
import { observe, onVm, present } from './on-vm'

interface Call {
  id: string
  generation: number
  enabled: boolean
}

/** libvirtd starts the machine with the host, or not. Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE for one without a definition. */
export const setAutostart = (agent: Agent, caller: Caller, call: Call): Promise<VmObservation> =>
  onVm(agent, caller, call, 'set autostart of', async (on) => {
    const { observation } = present(on.reading, call.id)
    if (observation.autostart === call.enabled) return observation
    await on.libvirt.domain.setAutostart({ uuid: call.id }, { autostart: call.enabled })
    // libvirt has no event for this.
    void agent.machines.refresh(call.id, 'autostart')
    return observe(on, call.id)
  })
