import type { NicSpec } from '@/server/contract/agent/vm'
import { NicOptions } from '@/server/contract/hardware/nic'
import type { Tx } from '../db'
import { attachedTo } from '../infrastructure/attachment'

export interface NicRow {
  id: string
  name: string
  mac: string
  model: NicSpec['model']
  networkId: string | null
  options: NicOptions
}

/** A network, and whether it is attached to that cluster; null = there is none. */
export async function networkOf(tx: Tx, id: string, clusterId: string): Promise<{ name: string; attached: boolean } | null> {
  const network = await tx.network.findUnique({ where: { id }, select: { name: true, datacenterId: true } })
  if (!network) return null
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: clusterId }, select: { datacenterId: true } })
  const attached = network.datacenterId === cluster.datacenterId && (await tx.network.count({ where: { id, ...attachedTo(clusterId) } })) > 0
  return { name: network.name, attached }
}

export const nicsOf = async (tx: Tx, vmId: string): Promise<NicRow[]> =>
  (await tx.nic.findMany({ where: { vmId }, orderBy: [{ name: 'asc' }, { id: 'asc' }], select: { id: true, name: true, mac: true, model: true, networkId: true, options: true } }))
    .map(nic => ({ ...nic, model: nic.model as NicSpec['model'], options: NicOptions.parse(nic.options) }))

const raise = (tx: Tx, vmId: string) => tx.vm.update({ where: { id: vmId }, data: { generation: { increment: 1 } }, select: { id: true } })

/** Each raises the generation of the machine. Unique violation = the MAC address is another card's. */
export const insertNic = async (tx: Tx, vmId: string, nic: NicRow): Promise<void> => {
  await tx.nic.create({ data: { ...nic, vmId }, select: { id: true } })
  await raise(tx, vmId)
}

export const writeNic = async (tx: Tx, vmId: string, { id, ...nic }: NicRow): Promise<void> => {
  await tx.nic.update({ where: { id }, data: nic, select: { id: true } })
  await raise(tx, vmId)
}

export const deleteNic = async (tx: Tx, vmId: string, id: string): Promise<void> => {
  await tx.nic.delete({ where: { id }, select: { id: true } })
  await raise(tx, vmId)
}
