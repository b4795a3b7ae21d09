import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { findNetwork } from './ensure'
import { usersOf } from './users'

const few = 3
const shortList = (names: readonly string[]): string => [...names.slice(0, few), ...(names.length > few ? [`${names.length - few} more`] : [])].join(', ')

/**
 * No libvirt network of that name, if Atrium has made it: another's is left as it is. Errors: IN_USE while machines use it, running or
 * only defined, and whoever made them; FORBIDDEN for one that is not Atrium's; LIBVIRT.
 */
export const ensureNetworkAbsent = (agent: Agent, { name }: { name: string }): Promise<Record<string, never>> =>
  agent.turns.take('networks', async () => {
    const libvirt = await connected(agent, 'work')
    try {
      const present = await findNetwork(libvirt, name)
      if (!present) return {}
      const subject = { type: 'network', name }
      const users = await usersOf(libvirt, name)
      if (users.length > 0 || present.connections > 0)
        throw new AppError('IN_USE', `Network “${name}” is in use on this host${users.length > 0 ? ` by ${shortList(users)}` : ''}.`, { subject })
      if (!present.ours) throw new AppError('FORBIDDEN', `Network “${name}” was on this host before Atrium.`, { subject, hint: 'Remove it with virsh if it is of no use.' })
      const network = { uuid: present.uuid, name }
      if (await libvirt.network.isActive(network)) await libvirt.network.destroy(network)
      await libvirt.network.undefine(network)
      return {}
    } catch (error) {
      throw fromLibvirt(error, `remove network “${name}”`, { type: 'network', name })
    }
  })
