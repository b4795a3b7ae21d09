import type { DiskSpec } from '@/server/contract/agent/vm'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { AppError } from '@/server/domain/error'
import type { Tx } from '../db'
import type { Seat } from './write'

export interface LockedDisk {
  id: string
  name: string
  vmId: string | null
  sizeMiB: number
  format: DiskSpec['format']
  seat: Seat
  path: string
  storageDomain: { id: string; name: string; datacenterId: string | null; allClusters: boolean; clusterIds: string[] }
  job: { id: string; kind: string } | null
}

export const diskUnknown = (id: string, field?: string): AppError =>
  new AppError('NOT_FOUND', `There is no disk ${id}.`, { subject: { type: 'disk', id }, ...(field ? { field } : {}) })

export const asFormat = (format: string): DiskSpec['format'] => (format === 'raw' ? 'raw' : 'qcow2')

/** Which machine has it, before its row is locked: a machine's row comes first. Errors: NOT_FOUND. */
export async function machineOf(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.disk.findUnique({ where: { id }, select: { vmId: true } })
  if (!row) throw diskUnknown(id)
  return row.vmId
}

/** The disk, with its row locked until the transaction ends. Errors: NOT_FOUND. */
export async function lockDisk(tx: Tx, id: string, field?: string): Promise<LockedDisk> {
  await tx.$queryRaw`SELECT 1 FROM "disk" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.disk.findUnique({
    where: { id },
    include: {
      job: { select: { id: true, kind: true, endedAt: true } },
      storageDomain: { select: { id: true, name: true, datacenterId: true, allClusters: true, clusters: { select: { clusterId: true } } } },
    },
  })
  if (!row) throw diskUnknown(id, field)
  const { clusters, ...storageDomain } = row.storageDomain
  return {
    id,
    name: row.name,
    vmId: row.vmId,
    sizeMiB: row.sizeMiB,
    format: asFormat(row.format),
    seat: { bus: row.bus as DiskSpec['bus'], target: row.target, position: row.position, options: DiskOptions.parse(row.options) },
    path: row.path,
    storageDomain: { ...storageDomain, clusterIds: clusters.map(({ clusterId }) => clusterId) },
    job: row.job && row.job.endedAt === null ? { id: row.job.id, kind: row.job.kind } : null,
  }
}

/** A disk with what a host needs to know of its image. Null = no such row. */
export async function diskImage(tx: Tx, id: string) {
  const row = await tx.disk.findUnique({
    where: { id },
    include: { storageDomain: { select: { id: true, name: true, path: true, type: true } }, template: { select: { path: true, format: true } } },
  })
  if (!row) return null
  const thinOn = row.allocation === 'thin' && row.template?.path ? { path: row.template.path, format: asFormat(row.template.format), mode: 'thin' as const } : null
  return {
    id,
    name: row.name,
    path: row.path,
    sizeMiB: row.sizeMiB,
    format: asFormat(row.format),
    preallocation: row.allocation === 'preallocated' ? ('falloc' as const) : ('off' as const),
    source: thinOn,
    storageDomain: row.storageDomain,
  }
}
export type DiskImage = NonNullable<Awaited<ReturnType<typeof diskImage>>>

/** Hosts that are Up and see the storage domain, the one that the disk's machine is on first. */
export async function homesOf(tx: Tx, diskId: string, storageDomainId: string): Promise<{ id: string; name: string }[]> {
  const disk = await tx.disk.findUnique({ where: { id: diskId }, select: { vm: { select: { hostId: true } } } })
  const seen = await tx.storageDomainHost.findMany({
    where: { storageDomainId, writable: true, error: null, host: { status: 'up' } }, orderBy: { hostId: 'asc' }, select: { host: { select: { id: true, name: true } } },
  })
  const home = (host: { id: string }) => (host.id === disk?.vm?.hostId ? 0 : 1)
  return seen.map(({ host }) => host).sort((a, b) => home(a) - home(b))
}

/** The template with that image, and how many disks lean on it. */
export async function leaningOn(tx: Tx, path: string): Promise<{ id: string; name: string; disks: number } | null> {
  const template = await tx.template.findFirst({ where: { path }, select: { id: true, name: true, _count: { select: { disks: { where: { allocation: 'thin' } } } } } })
  return template && { id: template.id, name: template.name, disks: template._count.disks }
}
