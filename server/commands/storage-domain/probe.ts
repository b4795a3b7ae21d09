import type { PlaceLook } from '@/server/contract/agent/storage-metadata'
import type { HostAnswer, StorageProbe } from '@/server/contract/api/storage-import'
import { AppError, plainError } from '@/server/domain/error'
import { decodeMetadata } from '@/server/domain/storage-domain/metadata'
import type { Db } from '@/server/store/db'
import { checkClusters } from '../infrastructure/attach'
import { checkPath } from './create'

export interface Probe {
  datacenterId: string
  clusterIds: string[] | null
  path: string
  /** This manager. */
  instanceId: string
}

/** What one host finds there; nothing is made. */
export type LookAt = (hostId: string, path: string) => Promise<PlaceLook>

type Looked = { answer: HostAnswer; look: PlaceLook | null }

async function lookFrom(host: { id: string; name: string; status: string }, path: string, look: LookAt): Promise<Looked> {
  const { status, ...ref } = host
  const silent = (text: string): Looked => ({ answer: { host: ref, usable: false, text, capacityMiB: null, freeMiB: null }, look: null })
  if (status !== 'up') return silent('The host is not up: it is asked when it is.')
  try {
    const seen = await look(host.id, path)
    const text = seen.error || (seen.exists ? '' : 'The folder does not exist and will be made.')
    return { answer: { host: ref, usable: seen.usable, text, capacityMiB: seen.capacityMiB, freeMiB: seen.freeMiB }, look: seen }
  } catch (error) {
    return silent(plainError(error).message)
  }
}

/**
 * Tries a place from every host of its clusters before it is saved: what each says, and whether a storage domain lies there already.
 * Errors: BAD_INPUT for the path or the clusters, NOT_FOUND.
 */
export async function probeStorage(db: Db, { datacenterId, clusterIds, path, instanceId }: Probe, look: LookAt): Promise<StorageProbe> {
  if ((await db.datacenter.count({ where: { id: datacenterId } })) === 0) throw new AppError('NOT_FOUND', `There is no datacenter ${datacenterId}.`, { field: 'datacenterId', subject: { type: 'datacenter', id: datacenterId } })
  const clean = checkPath(path)
  await checkClusters(db, datacenterId, clusterIds)
  const hosts = await db.host.findMany({
    where: { cluster: { datacenterId, ...(clusterIds ? { id: { in: clusterIds } } : {}) } }, select: { id: true, name: true, status: true }, orderBy: { name: 'asc' },
  })
  const seen = await Promise.all(hosts.map(host => lookFrom(host, clean, look)))
  const there = seen.find(({ look: found }) => found?.domain)?.look
  if (!there?.domain) return { hosts: seen.map(({ answer }) => answer), existing: null, problem: null }
  const { body, problem } = decodeMetadata('domain', 'domain.json', there.domain)
  if (!body) return { hosts: seen.map(({ answer }) => answer), existing: null, problem }
  const known = await db.storageDomain.findUnique({ where: { id: body.id }, select: { name: true } })
  const { id, name, description, role, owner } = body
  return {
    hosts: seen.map(({ answer }) => answer),
    existing: {
      id, name, description, role, owner: owner === null ? 'none' : owner === instanceId ? 'this' : 'other', known: known?.name ?? null,
      vmCount: there.counts.vm, diskCount: there.counts.disk, templateCount: there.counts.template,
    },
    problem: null,
  }
}
