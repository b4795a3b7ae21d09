import type { AgentClient } from '@/server/hosts/client'
import type { VmNetwork, WantedVm } from '@/server/store/vm/spec'

const forwardOf = ({ mode, bridge }: VmNetwork) => (mode === 'bridge' && bridge ? { mode: 'bridge' as const, bridge } : { mode: 'nat' as const, subnet: null })

export const ensureNetwork = (agent: AgentClient, network: VmNetwork, stepId: string) => agent.network.ensure({ stepId: `${stepId}:${network.name}`, name: network.name, forward: forwardOf(network) })

/**
 * What must be on a host before a machine can start there: its networks are made, its images are looked at. A missing image is
 * an error and is never made anew here, because a new one would be empty.
 */
export async function prepareHost(agent: AgentClient, { disks, networks }: WantedVm, stepId: string): Promise<void> {
  await Promise.all([
    ...networks.map(network => ensureNetwork(agent, network, stepId)),
    ...disks.map(({ path, format }) => agent.disk.inspect({ path, format })),
  ])
}
