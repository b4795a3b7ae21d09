import type { DomainCapabilities } from '@/server/contract/agent/capabilities'
import type { HostOfferGroup, LackingHosts } from '@/server/contract/api/capability'
import { lacks } from './lacks'
import type { CapabilityWish } from './lacks'

/** The hosts that can't give the machine all of its hardware, and how many can. */
export const lackingHosts = (wish: CapabilityWish, groups: readonly HostOfferGroup[]): LackingHosts => {
  const judged = groups.map(({ hosts, offers }) => ({ hosts, found: lacks(wish, offers) }))
  return {
    hosts: judged.flatMap(({ hosts, found }) => (found.length === 0 ? [] : hosts.map((host) => ({ host, lacks: found })))).sort((a, b) => a.host.name.localeCompare(b.host.name)),
    others: judged.reduce((sum, { hosts, found }) => sum + (found.length === 0 ? hosts.length : 0), 0),
  }
}

/** Hosts of which none of their machine types has it, before a machine is known; of those that tell nothing it is not said. `all` = of those that tell, each one. */
export const hostsWithout = (groups: readonly HostOfferGroup[], has: (capabilities: DomainCapabilities) => boolean): { hosts: string[]; all: boolean } | null => {
  const telling = groups.filter(({ offers }) => offers.capabilities.length > 0)
  const without = telling.filter(({ offers }) => !offers.capabilities.some(has)).flatMap(({ hosts }) => hosts.map(({ name }) => name))
  return without.length === 0 ? null : { hosts: without, all: without.length === telling.reduce((sum, { hosts }) => sum + hosts.length, 0) }
}
