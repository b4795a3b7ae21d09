import type { Tx } from '../db'
import { attachedTo } from '../infrastructure/attachment'

/** Where a new machine is to be made: all that the command decides on. Nulls where the id is unknown. */
export async function creationFacts(tx: Tx, { clusterId, templateId, networkId }: { clusterId: string; templateId: string; networkId?: string | null }) {
  const cluster = await tx.cluster.findUnique({
    where: { id: clusterId }, select: { id: true, name: true, datacenterId: true, hosts: { where: { status: 'up' }, select: { id: true } } },
  })
  const template = await tx.template.findUnique({ where: { id: templateId }, include: { storageDomain: { select: { id: true, name: true, path: true } } } })
  const reachable = { datacenterId: cluster?.datacenterId, ...attachedTo(clusterId) }
  const network = networkId === null ? null : await tx.network.findFirst({
    where: networkId ? { id: networkId } : reachable,
    orderBy: [{ createdAt: 'asc' }, { name: 'asc' }],
    select: { id: true, name: true, datacenterId: true },
  })
  const dataDomain = await tx.storageDomain.findFirst({
    where: { ...reachable, role: 'data' }, orderBy: [{ status: 'asc' }, { createdAt: 'asc' }], select: { id: true, name: true, path: true },
  })
  const attached = {
    network: !network || (await tx.network.count({ where: { id: network.id, ...reachable } })) > 0,
    template: !template?.storageDomain || (await tx.storageDomain.count({ where: { id: template.storageDomain.id, ...reachable } })) > 0,
  }
  return { cluster, template, network, dataDomain, attached }
}

export type CreationFacts = Awaited<ReturnType<typeof creationFacts>>
