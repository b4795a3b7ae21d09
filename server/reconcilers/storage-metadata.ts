import { plainError } from '@/server/domain/error'
import { metadataFile } from '@/server/domain/storage-domain/metadata'
import { isOutage } from '@/server/store/outage'
import { dueMetadata, noteUnwritten, noteWritten } from '@/server/store/storage-domain/written'
import type { Due } from '@/server/store/storage-domain/written'
import type { Scope } from '@/server/store/storage-domain/documents'
import { usableStorage } from '@/server/store/storage-domain/hosts'
import type { Environment } from '@/server/workflows/environment'
import type { Reconciler } from '@/server/workflows/engine'
import { createPoke } from './poke'

const lockName = 'storage-metadata'
/** A burst of changes, such as a job's, is written once. */
const gatherMs = 500
/** What could not be written is tried again this often. */
const retryMs = 300_000
/** Files of one call. */
const atOnce = 100
const callMs = 30_000

const topics = { vms: 'vmIds', disks: 'diskIds', templates: 'templateIds', 'storage-domains': 'domainIds' } as const

/** In parts, the domain's own file first: it says whose the folder is. */
function parts({ storageDomainId, put, remove }: Due): Due[] {
  const ordered = put.toSorted((a, b) => Number(b.name === metadataFile('domain', '')) - Number(a.name === metadataFile('domain', '')))
  const all = Array.from({ length: Math.max(1, Math.ceil(Math.max(put.length, remove.length) / atOnce)) }, (_, at) => [at * atOnce, (at + 1) * atOnce] as const)
  return all.map(([from, to]) => ({ storageDomainId, put: ordered.slice(from, to), remove: remove.slice(from, to) }))
}

async function write({ db, hosts, instanceId, now }: Environment, { id, path, hostId }: { id: string; path: string; hostId: string }, due: Due): Promise<void> {
  const agent = await hosts.agent(hostId)
  for (const part of parts(due)) {
    const call = { stepId: `metadata:${id}:${now().getTime()}`, id, path, owner: instanceId, put: part.put, remove: part.remove }
    await agent.storage.writeMetadata(call, { signal: AbortSignal.timeout(callMs) })
    await noteWritten(db, part)
  }
}

/**
 * Keeps what each storage domain says of itself and of its machines as it is wanted: written when something changes, by a host that
 * sees the domain. A domain that no host sees, or that rests, is behind and made up for when it is back. One engine does it.
 */
export const storageMetadataReconciler: Reconciler = async environment => {
  const { db, session, logger, stopping, instanceId } = environment
  const dirty = { vmIds: new Set<string>(), diskIds: new Set<string>(), templateIds: new Set<string>(), domainIds: new Set<string>() }
  const behind = new Set<string>()
  let everything = true

  const take = (usable: ReadonlyMap<string, unknown>): Scope => {
    const whole = everything ? [...usable.keys()] : [...behind].filter(id => usable.has(id))
    everything = false
    const scope = { vmIds: [...dirty.vmIds], diskIds: [...dirty.diskIds], templateIds: [...dirty.templateIds], domainIds: [...dirty.domainIds], whole }
    for (const ids of Object.values(dirty)) ids.clear()
    for (const id of whole) behind.delete(id)
    return scope
  }
  const tellAll = async (): Promise<void> => {
    if (!(await session.tryLock(lockName))) {
      everything = true
      return
    }
    const usable = new Map((await usableStorage(db)).map(domain => [domain.id, domain]))
    for (const due of await dueMetadata(db, take(usable), instanceId)) {
      const domain = usable.get(due.storageDomainId)
      if (!domain) {
        behind.add(due.storageDomainId)
        continue
      }
      await write(environment, domain, due).catch(async (error: unknown) => {
        behind.add(domain.id)
        if (stopping.aborted || isOutage(error)) return
        const { code, message } = plainError(error)
        logger.info({ storageDomain: domain.id, code, error: message }, 'Metadata of a storage domain could not be written.')
        if (code !== 'HOST_UNREACHABLE') await noteUnwritten(db, domain.id, message)
      })
    }
  }
  const tell = createPoke(() => tellAll().catch(() => {
    // The database was away: what was taken is not known to be written.
    everything = true
  }), gatherMs)

  const ends = [
    session.onChange(({ topic, id }) => {
      const kind = Object.entries(topics).find(([name]) => name === topic)?.[1]
      if (!kind) return
      dirty[kind].add(id)
      tell.poke()
    }),
    session.onConnect(() => {
      everything = true
      tell.poke()
    }),
  ]
  const timer = setInterval(() => tell.poke(), retryMs)
  tell.poke()
  return {
    stop: async () => {
      clearInterval(timer)
      for (const end of ends) end()
      tell.stop()
      await session.unlock(lockName)
    },
  }
}
