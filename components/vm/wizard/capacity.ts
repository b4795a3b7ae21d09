import type { HostRow } from '@/server/contract/api/infrastructure'

/** What the roomiest host of a cluster can take now. */
export interface Capacity {
  host: string
  totalMiB: number
  freeMiB: number
  cpuCount: number
}

type Candidate = Pick<HostRow, 'name' | 'status' | 'memoryMiB' | 'cpuCount' | 'cluster'> & { latest: { memoryUsedMiB: number } | null }

/** The host of the cluster, among those that are Up, with the most free memory; null when none is Up. Without figures yet, all of it counts as free. */
export function roomiestHost(hosts: readonly Candidate[], clusterId: string): Capacity | null {
  return hosts
    .filter(host => host.cluster.id === clusterId && host.status === 'up')
    .map(({ name, memoryMiB, latest, cpuCount }) => ({
      host: name, totalMiB: memoryMiB, freeMiB: Math.max(0, Math.floor(memoryMiB - (latest?.memoryUsedMiB ?? 0))), cpuCount,
    }))
    .reduce<Capacity | null>((best, host) => (best && best.freeMiB >= host.freeMiB ? best : host), null)
}

/** `tiny-linux-2`: the template's name made fit for a machine (row 3-34), and the first number that is not taken. */
export function suggestName(template: string, taken: readonly string[]): string {
  const stem = template.toLowerCase().replaceAll(/[^a-z0-9_.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '').slice(0, 56) || 'vm'
  const names = new Set(taken.map(name => name.toLowerCase()))
  let number = 1
  while (names.has(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}
