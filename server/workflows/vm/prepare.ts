import type { AgentClient } from '@/server/hosts/client'
import type { VmNetwork, WantedVm } from '@/server/store/vm/spec'

const forwardOf = ({ mode, bridge }: VmNetwork) => (mode === 'bridge' && bridge ? { mode: 'bridge' as const, bridge } : { mode: 'nat' as const, subnet: null })

export const ensureNetwork = (agent: AgentClient, network: VmNetwork, stepId: string) => agent.network.ensure({
  stepId: `${stepId}:${network.name}`, name: network.name, forward: forwardOf(network),
})

/**
 * What must be on a host before a machine can start there: its networks. Its images are looked at by the start itself: a
 * missing one is never made anew, because the new one would be empty, and a full check of a large one takes minutes.
 */
export const prepareHost = (agent: AgentClient, { networks }: Pick<WantedVm, 'networks'>, stepId: string): Promise<unknown> => Promise.all(
  networks.map(network => ensureNetwork(agent, network, stepId)),
)
