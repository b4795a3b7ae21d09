import type { VmObservation } from '@/server/contract/agent/vm'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import type { Agent, Caller } from '@/server/agent/agent'
import { onVm, present } from './on-vm'
import type { OnVm } from './on-vm'

/** QEMU gets SIGTERM and, 15 s later, SIGKILL; one that waits for dead storage may need even longer. */
const destroyMs = 60_000

/** Off at once, like pulling the plug; nothing to do for a machine that is down. */
export const destroy = async ({ libvirt }: Pick<OnVm, 'libvirt'>, id: string): Promise<void> => {
  try {
    await libvirt.domain.destroy({ uuid: id }, {}, { timeoutMs: destroyMs })
  } catch (error) {
    // It stopped by itself in between, or a transient one is gone altogether.
    if (isLibvirtError(error, 'OPERATION_INVALID', 'NO_DOMAIN') && !(await libvirt.domain.isActive({ uuid: id }).catch(() => false))) return
    throw error
  }
}

/** Not running: forced off. Errors: STALE_GENERATION, NOT_FOUND, TIMEOUT when QEMU does not end. */
export const ensureStopped = (agent: Agent, caller: Caller, call: { id: string; generation: number }): Promise<VmObservation> =>
  onVm(agent, caller, call, 'stop', async (on) => {
    const before = present(on.reading, call.id)
    if (!before.active) return before.observation
    await destroy(on, call.id)
    const after = await agent.machines.read(on.libvirt, call.id)
    // A transient machine vanishes with its process.
    return after?.observation ?? { ...before.observation, state: 'down', reason: 'destroyed', consoles: [], guest: null, startedAt: null }
  })
