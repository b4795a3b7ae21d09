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
