import type { Cluster, HostRow } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { isAttached } from '@/components/infrastructure/attached'

export interface PlaceChoices {
  clusters: readonly Cluster[]
  hosts: readonly HostRow[]
  domains: readonly StorageDomain[]
}

/** Storage domains that the cluster can use. */
export const domainsOf = ({ clusters, domains }: PlaceChoices, clusterId: string): StorageDomain[] => {
  const cluster = clusters.find(({ id }) => id === clusterId)
  return domains.filter(domain => isAttached(domain, cluster))
}

export const hostsOf = ({ hosts }: PlaceChoices, clusterId: string): HostRow[] => hosts.filter(host => host.cluster.id === clusterId && host.status === 'up')

const chosen = <T extends { id: string }>(all: readonly T[], wanted: string): T | null => all.find(({ id }) => id === wanted) ?? all[0] ?? null

/** What the address names where it exists, else the first of each. */
export function placeOf(choices: PlaceChoices, wanted: { cluster: string; domain: string; host: string }) {
  const cluster = chosen(choices.clusters, wanted.cluster)
  const domain = chosen(domainsOf(choices, cluster?.id ?? ''), wanted.domain)
  return { cluster, domain, host: chosen(hostsOf(choices, cluster?.id ?? ''), wanted.host) }
}
