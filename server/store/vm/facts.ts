import type { VmStatus } from '@/server/contract/api/vm'
import { vmStatuses } from '@/server/contract/api/vm'
import { AppError } from '@/server/domain/error'
import { hypervisorOf } from '@/server/domain/vm/stratovirt-actions'
import type { VmFacts } from '@/server/domain/vm/lifecycle'
import type { Tx } from '../db'
import { asHostStatus } from './status'

/** As the host reported it last. */
export const isFrozen = (runtime: unknown): boolean => typeof runtime === 'object' && runtime !== null && 'frozen' in runtime && runtime.frozen === true

export interface LockedVm {
  id: string
  name: string
  clusterId: string
  hostId: string | null
  generation: number
  memoryMiB: number
  vcpus: number
  external: boolean
  facts: VmFacts
}

export const vmUnknown = (id: string): AppError => new AppError('NOT_FOUND', `There is no machine ${id}.`, { subject: { type: 'vm', id } })

export const asVmStatus = (status: string): VmStatus => vmStatuses.find(known => known === status) ?? 'down'
const asLibvirt = (state: string) => (state === 'up' || state === 'down' ? state : 'unknown')

/**
 * The machine, with its row locked until the transaction ends: of two commands at the same moment the second decides on what
 * the first has written. Errors: NOT_FOUND.
 */
export async function lockVm(tx: Tx, id: string): Promise<LockedVm> {
  await tx.$queryRaw`SELECT 1 FROM "vm" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.vm.findUnique({
    where: { id }, include: { host: { select: { name: true, status: true, libvirt: true } }, job: { select: { id: true, kind: true } } },
  })
  if (!row) throw vmUnknown(id)
  return {
    id,
    name: row.name,
    clusterId: row.clusterId,
    hostId: row.hostId,
    generation: row.generation,
    memoryMiB: row.memoryMiB,
    vcpus: row.vcpus,
    external: row.external,
    facts: {
      status: asVmStatus(row.status),
      external: row.external,
      host: row.host ? { name: row.host.name, status: asHostStatus(row.host.status), libvirt: asLibvirt(row.host.libvirt) } : null,
      job: row.job,
      migrationMode: row.migrationMode,
      deleteProtected: row.deleteProtected,
      statelessRun: row.statelessRun,
      frozen: isFrozen(row.runtime),
      hypervisor: hypervisorOf(row.hardware),
    },
  }
}
