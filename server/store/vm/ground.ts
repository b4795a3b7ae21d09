import type { Tx } from '../db'

/** Where a new machine is to be made: all that the command decides on. Nulls where the id is unknown. */
export async function creationFacts(tx: Tx, { clusterId, templateId, networkId }: { clusterId: string; templateId: string; networkId?: string | null }) {
  const cluster = await tx.cluster.findUnique({
    where: { id: clusterId }, select: { id: true, name: true, datacenterId: true, hosts: { where: { status: 'up' }, select: { id: true } } },
  })
  const template = await tx.template.findUnique({ where: { id: templateId }, include: { storageDomain: { select: { id: true, name: true, path: true } } } })
  const datacenterId = cluster?.datacenterId
  const network = networkId === null ? null : await tx.network.findFirst({
    where: networkId ? { id: networkId } : { datacenterId },
    orderBy: [{ createdAt: 'asc' }, { name: 'asc' }],
    select: { id: true, name: true, datacenterId: true },
  })
  const dataDomain = await tx.storageDomain.findFirst({
    where: { datacenterId, role: 'data' }, orderBy: [{ status: 'asc' }, { createdAt: 'asc' }], select: { id: true, name: true, path: true },
  })
  return { cluster, template, network, dataDomain }
}

export type CreationFacts = Awaited<ReturnType<typeof creationFacts>>
