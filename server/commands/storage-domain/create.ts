import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import type { StorageObservation } from '@/server/contract/agent/host'
import { AppError } from '@/server/domain/error'
import { checkName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { attachedFrom, checkClusters } from '../infrastructure/attach'
import { refuse, uniquely, type Actor } from '../refuse'

export interface NewStorageDomain {
  name: string
  description: string
  datacenterId: string
  type: 'local' | 'posix'
  path: string
  /** Clusters it is attached to; null = all of the datacenter. */
  clusterIds: string[] | null
  user: Actor
  now: Date
}

/** Asks one host to make the folder ready and says what it found. */
export type AskHost = (host: { id: string; name: string }, domain: { id: string; path: string }) => Promise<StorageObservation>

/** Folders that belong to the system: a storage domain there would mix images with it. */
const system = ['/', '/bin', '/boot', '/dev', '/etc', '/lib', '/lib64', '/proc', '/root', '/run', '/sbin', '/sys', '/usr', '/var', '/tmp', '/home']

function checkPath(path: string): string {
  const clean = posix.normalize(path).replace(/(.)\/+$/, '$1')
  const bad = (code: string, text: string) =>
    new AppError('BAD_INPUT', text, { field: 'path', reason: { code, params: { path } }, hint: 'Write a full path, for example /srv/atrium.' })
  if (!posix.isAbsolute(path)) throw bad('path_relative', `The path "${path}" does not begin with "/".`)
  if (/[\u0000-\u001f\u007f]/.test(path)) throw bad('path_characters', 'The path holds control characters.')
  if (system.includes(clean) || /^\/(dev|proc|sys)\//.test(clean)) throw bad('path_system', `${clean} belongs to the system.`)
  return clean
}

/**
 * Adds a folder as storage domain. Each host of its clusters that is Up is asked first; when one can't use the folder
 * nothing is recorded. Errors: BAD_INPUT, DUPLICATE, and what the hosts say.
 */
export async function createStorageDomain(db: Db, input: NewStorageDomain, ask: AskHost): Promise<string> {
  const { user, now, clusterIds, ...wanted } = input
  refuse(checkName(wanted.name))
  const data = { ...wanted, path: checkPath(wanted.path), id: randomUUID() }
  const taken = await db.storageDomain.findFirst({
    where: { OR: [{ name: data.name }, { path: data.path, datacenterId: data.datacenterId }] },
    select: { name: true },
  })
  if (taken && taken.name !== data.name)
    throw new AppError('DUPLICATE', `The folder ${data.path} is already the storage domain ${taken.name}.`, {
      field: 'path',
      reason: { code: 'path_taken', params: { name: taken.name } },
    })
  await checkClusters(db, data.datacenterId, clusterIds)
  const inClusters = { datacenterId: data.datacenterId, ...(clusterIds ? { id: { in: clusterIds } } : {}) }
  const hosts = taken ? [] : await db.host.findMany({ where: { status: 'up', cluster: inClusters }, select: { id: true, name: true } })
  const seen = await Promise.all(hosts.map(async host => ({ host, observation: await ask(host, data) })))
  for (const { host, observation } of seen) {
    if (observation.error !== null || !observation.writable) {
      throw new AppError('BAD_INPUT', `Host ${host.name} can't use ${data.path}: ${observation.error ?? 'it may not write there'}.`, {
        field: 'path',
        subject: { type: 'host', ...host },
        reason: { code: 'path_unusable', params: { host: host.name } },
      })
    }
  }
  const first = seen[0]?.observation
  return uniquely('storage-domain', 'a storage domain', data.name, () =>
    db.$transaction(async tx => {
      await tx.storageDomain.create({ data: { ...data, ...attachedFrom(clusterIds), ...(first ? { status: 'active', capacityMiB: first.capacityMiB, freeMiB: first.freeMiB } : {}) } })
      await tx.storageDomainHost.createMany({
        data: seen.map(({ host, observation }) => ({
          storageDomainId: data.id,
          hostId: host.id,
          writable: observation.writable,
          error: observation.error,
          observedAt: now,
        })),
      })
      await change(tx, 'storage-domains', data.id)
      await change(tx, 'datacenters', data.datacenterId)
      await appendEvent(tx, {
        code: 'storage-domain.created',
        params: { path: data.path },
        message: `Storage domain ${data.name} was created in ${data.path}.`,
        subject: { type: 'storage-domain', id: data.id, name: data.name },
        user,
      })
      return data.id
    }),
  )
}
