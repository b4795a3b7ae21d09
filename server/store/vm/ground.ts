import type { VmSource } from '@/server/contract/api/vm-source'
import type { Tx } from '../db'
import { attachedTo } from '../infrastructure/attachment'

interface Wish {
  clusterId: string
  source: VmSource
  networkId?: string | null | undefined
  /** Of the first disk. */
  storageDomainId?: string | undefined
}

const domainSelect = { id: true, name: true, path: true, datacenterId: true } as const

/** Where a new machine is to be made: all that the command decides on. Nulls where the id is unknown. */
export async function creationFacts(tx: Tx, { clusterId, source, networkId, storageDomainId }: Wish) {
  const cluster = await tx.cluster.findUnique({
    where: { id: clusterId }, select: { id: true, name: true, datacenterId: true, hosts: { where: { status: 'up' }, select: { id: true } } },
  })
  const template = source.type === 'template'
    ? await tx.template.findUnique({ where: { id: source.templateId }, include: { storageDomain: { select: { id: true, name: true, path: true } } } })
    : null
  const reachable = { datacenterId: cluster?.datacenterId, ...attachedTo(clusterId) }
  const network = networkId === null ? null : await tx.network.findFirst({
    where: networkId ? { id: networkId } : reachable,
    orderBy: [{ createdAt: 'asc' }, { name: 'asc' }],
    select: { id: true, name: true, datacenterId: true },
  })
  const dataDomain = await tx.storageDomain.findFirst({
    where: storageDomainId ? { id: storageDomainId, role: 'data' } : { ...reachable, role: 'data' }, orderBy: [{ status: 'asc' }, { createdAt: 'asc' }], select: domainSelect,
  })
  const isoDomain = source.type === 'iso' ? await tx.storageDomain.findUnique({ where: { id: source.storageDomainId }, select: domainSelect }) : null
  const floating = source.type === 'existingDisk'
    ? await tx.disk.findUnique({ where: { id: source.diskId }, select: { id: true, name: true, format: true, sizeMiB: true, path: true, vm: { select: { name: true } }, storageDomain: { select: domainSelect } } })
    : null
  const domainAttached = async (id: string | undefined) => id === undefined || (await tx.storageDomain.count({ where: { id, ...reachable } })) > 0
  const attached = {
    network: !network || (await tx.network.count({ where: { id: network.id, ...reachable } })) > 0,
    template: await domainAttached(template?.storageDomain?.id),
    dataDomain: await domainAttached(dataDomain?.id),
    isoDomain: await domainAttached(isoDomain?.id),
    floating: await domainAttached(floating?.storageDomain.id),
  }
  return { cluster, template, network, dataDomain, isoDomain, floating, attached }
}

export type CreationFacts = Awaited<ReturnType<typeof creationFacts>>
