import type { StorageObservation } from '@/server/contract/agent/host'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'

/** Asks one host to make the folder ready and says what it found. `takeOver` = although it is another manager's. */
export type AskHost = (host: { id: string; name: string }, domain: { id: string; path: string; takeOver?: boolean }) => Promise<StorageObservation>

interface Place {
  id: string
  path: string
  datacenterId: string
  clusterIds: readonly string[] | null
  takeOver?: boolean
}

/**
 * Each host of its clusters that is Up is asked; when one can't use the folder nothing is to be recorded. Errors: BAD_INPUT with the
 * host's words, and what the hosts throw.
 */
export async function requireUsable(db: Db, place: Place, ask: AskHost): Promise<{ hostId: string; observation: StorageObservation }[]> {
  const { datacenterId, clusterIds, path } = place
  const inClusters = { datacenterId, ...(clusterIds ? { id: { in: [...clusterIds] } } : {}) }
  const hosts = await db.host.findMany({ where: { status: 'up', cluster: inClusters }, select: { id: true, name: true } })
  const seen = await Promise.all(hosts.map(async host => ({ host, observation: await ask(host, place) })))
  for (const { host, observation } of seen) {
    if (observation.error === null && observation.writable) continue
    throw new AppError('BAD_INPUT', `Host ${host.name} can't use ${path}: ${observation.error ?? 'it may not write there'}.`, {
      field: 'path', subject: { type: 'host', ...host }, reason: { code: 'path_unusable', params: { host: host.name } },
    })
  }
  return seen.map(({ host, observation }) => ({ hostId: host.id, observation }))
}
