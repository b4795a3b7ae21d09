import type { Agent, Caller } from '@/server/agent/agent'
import { onceOnVm } from './once-on-vm'
import type { OnceRequest } from './once-on-vm'

/** Presses the reset button, once per step: the guest loses what it has not written. Errors: as of onceOnVm. */
export const reset = (agent: Agent, caller: Caller, request: OnceRequest): Promise<Record<string, never>> =>
  onceOnVm(agent, caller, request, {
    doing: 'reset',
    done: 'reset',
    from: ['running', 'paused', 'paused_io', 'shutting_down'],
    act: (libvirt, id) => libvirt.domain.reset({ uuid: id }),
  })
