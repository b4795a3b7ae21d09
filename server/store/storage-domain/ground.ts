import type { Ground } from '@/server/domain/storage-domain/found'
import { attachedTo } from '../infrastructure/attachment'
import type { Tx } from '../db'

/** Paths of images on the domain that are somebody's here: what is found there besides is not registered. */
export async function knownImages(tx: Tx, storageDomainId: string): Promise<ReadonlySet<string>> {
  const disks = await tx.disk.findMany({ where: { storageDomainId }, select: { path: true } })
  const templates = await tx.template.findMany({ where: { storageDomainId, path: { not: null } }, select: { path: true } })
  return new Set([...disks, ...templates].flatMap(({ path }) => path ?? []))
}

/** Who has the image here: a machine, disk or template by name; null = nobody. */
export async function imageHolder(tx: Tx, path: string): Promise<string | null> {
  const disk = await tx.disk.findFirst({ where: { path }, select: { name: true, vm: { select: { name: true } } } })
  if (disk) return disk.vm?.name ?? disk.name
  return (await tx.template.findFirst({ where: { path }, select: { name: true } }))?.name ?? null
}

/** Which of these are taken by something else, here. */
export async function takenIds(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const where = { id: { in: [...ids] } }
  const found = await Promise.all([
    tx.vm.findMany({ where, select: { id: true } }), tx.disk.findMany({ where, select: { id: true } }), tx.nic.findMany({ where, select: { id: true } }), tx.template.findMany({ where, select: { id: true } }),
  ])
  return new Set(found.flat().map(({ id }) => id))
}

export const takenNames = async (tx: Tx, names: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set((await tx.vm.findMany({ where: { external: false, name: { in: [...names] } }, select: { name: true } })).map(({ name }) => name))

/** What machines with these ids, names and addresses meet in that cluster. */
export async function groundOf(tx: Tx, clusterId: string, wanted: { ids: readonly string[]; names: readonly string[]; macs: readonly string[] }): Promise<Ground> {
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: clusterId }, select: { datacenterId: true } })
  const nics = await tx.nic.findMany({ where: { mac: { in: [...wanted.macs] } }, select: { mac: true } })
  const networks = await tx.network.findMany({ where: { datacenterId: cluster.datacenterId, ...attachedTo(clusterId) }, select: { id: true, name: true } })
  return {
    ids: await takenIds(tx, wanted.ids), names: await takenNames(tx, wanted.names), macs: new Set(nics.map(({ mac }) => mac)),
    networks: new Map(networks.map(({ id, name }) => [name, id])),
  }
}

/** The domain as a place to register from, with a host that sees it. Errors come with the command. */
export const registrationPlace = (tx: Tx, id: string) => tx.storageDomain.findUnique({
  where: { id },
  select: {
    id: true, name: true, path: true, datacenterId: true, status: true,
    hosts: { where: { writable: true, error: null, host: { status: 'up' } }, orderBy: { hostId: 'asc' }, take: 1, select: { hostId: true } },
  },
})

/** The template here whose image that is; null when none is. */
export const templateAt = (tx: Tx, path: string) => tx.template.findFirst({ where: { path }, select: { id: true } })
