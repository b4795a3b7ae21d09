import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import { AppError } from '@/server/domain/error'
import { checkName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { attachedFrom, checkClusters } from '../infrastructure/attach'
import { refuse, uniquely, type Actor } from '../refuse'
import { requireUsable, type AskHost } from './ask'

export interface NewStorageDomain {
  name: string
  description: string
  datacenterId: string
  type: 'local' | 'posix'
  path: string
  /** Clusters it is attached to; null = all of the datacenter. */
  clusterIds: string[] | null
  /** One that lies there already: its id, and whether it is taken from the manager that it is said to belong to. */
  existing?: { id: string; takeOver: boolean } | null
  user: Actor
  now: Date
}

/** Folders that belong to the system: a storage domain there would mix images with it. */
const system = ['/', '/bin', '/boot', '/dev', '/etc', '/lib', '/lib64', '/proc', '/root', '/run', '/sbin', '/sys', '/usr', '/var', '/tmp', '/home']

/** Errors: BAD_INPUT. */
export function checkPath(path: string): string {
  const clean = posix.normalize(path).replace(/(.)\/+$/, '$1')
  const bad = (code: string, text: string) =>
    new AppError('BAD_INPUT', text, { field: 'path', reason: { code, params: { path } }, hint: 'Write a full path, for example /srv/atrium.' })
  if (!posix.isAbsolute(path)) throw bad('path_relative', `The path "${path}" does not begin with "/".`)
  if (/[\u0000-\u001f\u007f]/.test(path)) throw bad('path_characters', 'The path holds control characters.')
  if (system.includes(clean) || /^\/(dev|proc|sys)\//.test(clean)) throw bad('path_system', `${clean} belongs to the system.`)
  return clean
}

/** Errors: DUPLICATE. */
async function requireUnknown(db: Db, id: string): Promise<void> {
  const known = await db.storageDomain.findUnique({ where: { id }, select: { name: true } })
  if (!known) return
  throw new AppError('DUPLICATE', `This storage domain is here already: ${known.name}.`, {
    field: 'path', subject: { type: 'storage-domain', id, name: known.name }, hint: 'Attach or activate it instead.', reason: { code: 'domain_known', params: { name: known.name } },
  })
}

/**
 * Adds a folder as storage domain. Each host of its clusters that is Up is asked first; when one can't use the folder
 * nothing is recorded. Errors: BAD_INPUT, DUPLICATE, and what the hosts say.
 */
export async function createStorageDomain(db: Db, input: NewStorageDomain, ask: AskHost): Promise<string> {
  const { user, now, clusterIds, existing = null, ...wanted } = input
  refuse(checkName(wanted.name))
  const data = { ...wanted, path: checkPath(wanted.path), id: existing?.id ?? randomUUID() }
  const taken = await db.storageDomain.findFirst({
    where: { OR: [{ name: data.name }, { path: data.path, datacenterId: data.datacenterId }] },
    select: { name: true },
  })
  if (taken && taken.name !== data.name)
    throw new AppError('DUPLICATE', `The folder ${data.path} is already the storage domain ${taken.name}.`, {
      field: 'path',
      reason: { code: 'path_taken', params: { name: taken.name } },
    })
  if (existing) await requireUnknown(db, existing.id)
  await checkClusters(db, data.datacenterId, clusterIds)
  const seen = taken ? [] : await requireUsable(db, { ...data, clusterIds, takeOver: existing?.takeOver ?? false }, ask)
  const first = seen[0]?.observation
  return uniquely('storage-domain', 'a storage domain', data.name, () =>
    db.$transaction(async tx => {
      await tx.storageDomain.create({ data: { ...data, ...attachedFrom(clusterIds), ...(first ? { status: 'active', capacityMiB: first.capacityMiB, freeMiB: first.freeMiB } : {}) } })
      await tx.storageDomainHost.createMany({
        data: seen.map(({ hostId, observation }) => ({
          storageDomainId: data.id,
          hostId,
          writable: observation.writable,
          error: observation.error,
          observedAt: now,
        })),
      })
      await change(tx, 'storage-domains', data.id)
      await change(tx, 'datacenters', data.datacenterId)
      await appendEvent(tx, {
        code: existing ? 'storage-domain.imported' : 'storage-domain.created',
        params: { path: data.path },
        message: existing ? `Storage domain ${data.name} was imported from ${data.path}.` : `Storage domain ${data.name} was created in ${data.path}.`,
        subject: { type: 'storage-domain', id: data.id, name: data.name },
        user,
      })
      return data.id
    }),
  )
}
