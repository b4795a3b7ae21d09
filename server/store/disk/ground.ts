import { AppError } from '@/server/domain/error'
import { bootFirst } from './order'
import type { Tx } from '../db'
import { attachedTo } from '../infrastructure/attachment'

export interface DiskDomain {
  id: string
  name: string
  path: string
}

interface Machine {
  id: string
  name: string
  clusterId: string
}

const select = { id: true, name: true, path: true, role: true, datacenterId: true } as const

/**
 * The storage domain that a disk shall lie on; `vm` = the machine that is to have it. Errors: NOT_FOUND, BAD_INPUT where no disks may lie on
 * it, or the machine's cluster does not have it.
 */
export async function domainFor(tx: Tx, id: string, vm: Machine | null): Promise<DiskDomain> {
  const domain = await knownDomain(tx, id)
  if (domain.role !== 'data') {
    throw new AppError('BAD_INPUT', `${domain.name} is no data domain: disks of machines lie on data domains.`, { field: 'storageDomainId', reason: { code: 'not_data', params: { name: domain.name } } })
  }
  if (vm) await requireAttached(tx, domain, vm)
  return domain
}

/** Errors: NOT_FOUND. */
async function knownDomain(tx: Tx, id: string) {
  const domain = await tx.storageDomain.findUnique({ where: { id }, select })
  if (!domain) throw new AppError('NOT_FOUND', `There is no storage domain ${id}.`, { field: 'storageDomainId', subject: { type: 'storage-domain', id } })
  return domain
}

/** The storage domain that a CD image shall lie on. Errors: NOT_FOUND, BAD_INPUT for an export domain. */
export async function mediaDomainFor(tx: Tx, id: string): Promise<DiskDomain> {
  const domain = await knownDomain(tx, id)
  if (domain.role === 'export') throw new AppError('BAD_INPUT', `${domain.name} is an export domain: CD images lie on data and ISO domains.`, { field: 'storageDomainId', reason: { code: 'not_media', params: { name: domain.name } } })
  return domain
}

/** Errors: BAD_INPUT. */
export async function requireAttached(tx: Tx, domain: { id: string; name: string }, vm: Machine): Promise<void> {
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: vm.clusterId }, select: { name: true, datacenterId: true } })
  const found = await tx.storageDomain.count({ where: { id: domain.id, datacenterId: cluster.datacenterId, ...attachedTo(vm.clusterId) } })
  if (found > 0) return
  throw new AppError('BAD_INPUT', `Storage domain ${domain.name} is not attached to cluster ${cluster.name} of ${vm.name}.`, {
    field: 'storageDomainId', reason: { code: 'not_attached', params: { name: domain.name, cluster: cluster.name } },
  })
}

/** Where the machine's first disk lies, else the first data domain of its cluster. Errors: BAD_INPUT when there is none. */
export async function homeDomain(tx: Tx, vm: Machine): Promise<DiskDomain> {
  const first = await tx.disk.findFirst({ where: { vmId: vm.id }, orderBy: bootFirst, select: { storageDomain: { select } } })
  if (first) return first.storageDomain
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: vm.clusterId }, select: { name: true, datacenterId: true } })
  const domain = await tx.storageDomain.findFirst({
    where: { datacenterId: cluster.datacenterId, ...attachedTo(vm.clusterId), role: 'data' }, orderBy: [{ status: 'asc' }, { createdAt: 'asc' }], select,
  })
  if (domain) return domain
  throw new AppError('BAD_INPUT', `Cluster ${cluster.name} has no data domain for the disk.`, { field: 'storageDomainId', reason: { code: 'no_storage', params: { cluster: cluster.name } } })
}
