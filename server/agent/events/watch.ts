import type { AgentEvent } from '@/server/contract/agent/event'
import type { Agent } from '@/server/agent/agent'

/**
 * Everything as it is now. While libvirtd is away `libvirt` is `down` and `vms` is empty: nothing is known then, which is
 * not the same as nothing being there.
 */
const snapshot = async ({ hostId, facts, libvirt, machines, log }: Agent): Promise<AgentEvent & { type: 'snapshot' }> => {
  const known = await facts.facts()
  const connection = libvirt.current
  const vms = connection
    ? await machines.readAll(connection).catch((error: unknown) => {
        if (libvirt.current === connection) throw error
        log.warn({ err: error }, 'libvirt went away during a snapshot')
        return null
      })
    : null
  return { type: 'snapshot', hostId, facts: known, libvirt: vms ? 'up' : 'down', vms: vms ?? [] }
}

/** The event stream of one manager, until it hangs up. */
export const watch = (agent: Agent, signal: AbortSignal | undefined): AsyncGenerator<AgentEvent, void> =>
  agent.feed.watch({ snapshot: () => snapshot(agent), now: Date.now, signal })
