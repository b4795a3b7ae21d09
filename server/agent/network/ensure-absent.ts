import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { findNetwork } from './ensure'

/** No libvirt network of that name. Errors: IN_USE while machines use it, LIBVIRT. */
export const ensureNetworkAbsent = (agent: Agent, { name }: { name: string }): Promise<Record<string, never>> =>
  agent.turns.take('networks', async () => {
    const libvirt = await connected(agent, 'work')
    try {
      const present = await findNetwork(libvirt, name)
      if (!present) return {}
      if (present.connections > 0)
        throw new AppError('IN_USE', `Network “${name}” is in use by ${present.connections} machines on this host.`, { subject: { type: 'network', name } })
      const network = { uuid: present.uuid, name }
      if (await libvirt.network.isActive(network)) await libvirt.network.destroy(network)
      await libvirt.network.undefine(network)
      return {}
    } catch (error) {
      throw fromLibvirt(error, `remove network “${name}”`, { type: 'network', name })
    }
  })
