import { storageDomainStatuses } from '@/server/domain/storage-domain/life'
import type { StorageDomainStatus } from '@/server/domain/storage-domain/life'
import { AppError } from '@/server/domain/error'
import type { Tx } from '../db'
import { useOf } from './use'

export const asStorageDomainStatus = (status: string): StorageDomainStatus => storageDomainStatuses.find(known => known === status) ?? 'unattached'

export const storageDomainUnknown = (id: string, field?: string): AppError =>
  new AppError('NOT_FOUND', `There is no storage domain ${id}.`, { subject: { type: 'storage-domain', id }, ...(field ? { field } : {}) })

/** Holds off whoever else locks the domain, until the transaction ends. */
export const holdStorageDomain = (tx: Tx, id: string) => tx.$queryRaw`select 1 from storage_domain where id = ${id}::uuid for update`

/** The domain and what uses it, with its row locked until the transaction ends: whoever puts something into it waits. Errors: NOT_FOUND. */
export async function lockStorageDomain(tx: Tx, id: string) {
  await holdStorageDomain(tx, id)
  const row = await tx.storageDomain.findUnique({ where: { id }, include: { hosts: { include: { host: { select: { id: true, name: true, status: true } } } } } })
  if (!row) throw storageDomainUnknown(id)
  const use = (await useOf(tx, [id]))(id)
  return { ...row, status: asStorageDomainStatus(row.status), attached: row.datacenterId !== null, ...use }
}
export type LockedStorageDomain = Awaited<ReturnType<typeof lockStorageDomain>>
