import { z } from 'zod'
import { hypervisors } from '@/server/contract/hardware/hardware'
import type { Hypervisor } from '@/server/contract/hardware/hardware'
import type { PlacementHost, PlacementVm } from '@/server/domain/placement/place'
import { inactiveStates } from '@/server/domain/vm/observed'
import type { Tx } from '../db'
import { offersOf } from './capability'
import { asHostStatus } from './status'
import type { WantedVm } from './spec'

const Size = z.object({ memoryMiB: z.number(), cpu: z.object({ count: z.number() }), hypervisors: z.array(z.enum(hypervisors)).default(['qemu']) })

/** Only machines that hold memory: not the down ones, but the ones being started. */
const holdsMemory = { OR: [{ observedState: { notIn: [...inactiveStates] } }, { job: { kind: 'vm.start' } }] }

/** The hosts of a cluster as placement sees them, or `only` one; `vmId` is the machine to place. Memory of a host without facts is 0. */
export async function placementHosts(tx: Tx, clusterId: string, vmId: string, only?: string): Promise<PlacementHost[]> {
  const hosts = await tx.host.findMany({ where: { clusterId, ...(only ? { id: only } : {}) }, include: { storage: true, networks: true } })
  const committed = await tx.vm.groupBy({
    by: ['hostId'], where: { hostId: { in: hosts.map(({ id }) => id) }, id: { not: vmId }, ...holdsMemory }, _sum: { memoryMiB: true },
  })
  const arriving = await tx.migration.groupBy({ by: ['destinationId'], where: { clusterId, endedAt: null, vmId: { not: vmId } }, _sum: { memoryMiB: true } })
  return hosts.map(host => {
    const size = Size.safeParse(host.facts).data
    return {
      id: host.id,
      name: host.name,
      status: asHostStatus(host.status),
      libvirt: host.libvirt === 'up' || host.libvirt === 'down' ? host.libvirt : 'unknown',
      cpuCount: size?.cpu.count ?? 0,
      memoryMiB: size?.memoryMiB ?? 0,
      hypervisors: size?.hypervisors ?? ['qemu'],
      offers: offersOf(host.facts),
      committedMiB: (committed.find(({ hostId }) => hostId === host.id)?._sum.memoryMiB ?? 0)
        + (arriving.find(({ destinationId }) => destinationId === host.id)?._sum.memoryMiB ?? 0),
      storageDomains: new Set(host.storage.filter(({ writable, error }) => writable && !error).map(({ storageDomainId }) => storageDomainId)),
      brokenNetworks: new Set(host.networks.filter(({ error }) => error).map(({ networkId }) => networkId)),
    }
  })
}

export const placementVm = (wanted: WantedVm): PlacementVm => ({
  memoryMiB: wanted.spec.memoryMiB,
  vcpus: wanted.spec.vcpus,
  hypervisor: wanted.spec.hardware.hypervisor,
  machine: wanted.spec,
  storageDomains: [...new Map([...wanted.disks.map(({ storageDomain }) => storageDomain), ...wanted.media].map(domain => [domain.id, domain])).values()],
  networks: wanted.networks,
  hostId: wanted.hostId,
})

/** One placement in a cluster at a time, until the transaction ends: two machines must not be promised the same memory. */
export const lockPlacement = (tx: Tx, clusterId: string) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('placement'), hashtext(${clusterId}))`

/** The largest host that is Up: the limit for one machine (row 3-30). Nulls when none is. */
export async function clusterLimits(tx: Tx, clusterId: string): Promise<{ memoryMiB: number | null; cpuCount: number | null }> {
  const hosts = await tx.host.findMany({ where: { clusterId, status: 'up' }, select: { facts: true } })
  const sizes = hosts.flatMap(({ facts }) => Size.safeParse(facts).data ?? [])
  if (sizes.length === 0) return { memoryMiB: null, cpuCount: null }
  return { memoryMiB: Math.max(...sizes.map(({ memoryMiB }) => memoryMiB)), cpuCount: Math.max(...sizes.map(({ cpu }) => cpu.count)) }
}

/** What the hosts of a cluster that are Up can run machines with. */
export async function offeredHypervisors(tx: Tx, clusterId: string): Promise<Hypervisor[]> {
  const hosts = await tx.host.findMany({ where: { clusterId, status: 'up' }, select: { facts: true } })
  return ['qemu', ...(hosts.some(({ facts }) => Size.safeParse(facts).data?.hypervisors.includes('stratovirt')) ? ['stratovirt' as const] : [])]
}

/** The hosts that are Up and can write to the storage domain. */
export async function hostsSeeing(tx: Tx, storageDomainId: string): Promise<string[]> {
  const seen = await tx.storageDomainHost.findMany({
    where: { storageDomainId, writable: true, error: null, host: { status: 'up' } }, orderBy: { hostId: 'asc' }, select: { hostId: true },
  })
  return seen.map(({ hostId }) => hostId)
}

/** A host that is Up and can write to the storage domain, the preferred one if it can; null when there is none. */
export async function hostSeeing(tx: Tx, storageDomainId: string, preferred: string | null): Promise<string | null> {
  const seen = await hostsSeeing(tx, storageDomainId)
  return seen.find(hostId => hostId === preferred) ?? seen[0] ?? null
}

/** The same for the storage domain with that folder. */
export async function hostSeeingPath(tx: Tx, path: string, preferred: string | null): Promise<string | null> {
  const domain = await tx.storageDomain.findFirst({ where: { path }, select: { id: true } })
  return domain && hostSeeing(tx, domain.id, preferred)
}
