import type { MigrationCheck } from '@/server/contract/api/migration'
import { preflight } from '@/server/domain/migration/preflight'
import type { Reached } from '@/server/domain/migration/preflight'
import type { AgentClient } from '@/server/hosts/client'
import { pause } from '../../pause'

export interface HostPlace {
  id: string
  name: string
  /** host:port of its agent. */
  address: string
  migrationAddress: string | null
}

/** The address without the agent's port. */
export const hostAddress = ({ address, migrationAddress }: Pick<HostPlace, 'address' | 'migrationAddress'>): string =>
  migrationAddress ?? address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

const listenMs = 4_000
const reachMs = 1_500
const againMs = 300

const tries = 3

/** Opens the ports there and really connects from here, again when none was free just then. null when it could not be tried. */
async function tryWay(source: AgentClient, destination: AgentClient, address: string, hostname: string): Promise<Reached | null> {
  for (let left = tries; left > 0; left -= 1) {
    try {
      const { ports } = await destination.migration.listen({ address: '0.0.0.0', forMs: listenMs })
      const { closed, nameResolves } = await source.migration.reach({ address, hostname, ports, timeoutMs: reachMs })
      if (ports.length > 0) return { closed, nameResolves, tried: ports.length }
    } catch {
      // Tried again: a host that can't be asked shows itself in the other call.
    }
    await pause(againMs)
  }
  return null
}

/** Asks both hosts and judges. Errors: of the calls; HOST_UNREACHABLE among them. */
export async function checkMigration(
  vm: { id: string; migrationMode: string }, place: HostPlace, source: AgentClient, destination: AgentClient,
): Promise<MigrationCheck[]> {
  const from = await source.migration.source({ id: vm.id })
  const asked = Date.now()
  const [to, reached] = await Promise.all([
    destination.migration.destination({ id: vm.id, source: from }),
    tryWay(source, destination, hostAddress(place), place.name),
  ])
  return preflight({ source: from, destination: to, reached, askedMs: Date.now() - asked + 500, migrationMode: vm.migrationMode })
}
