import type { StorageObservation } from '@/server/contract/agent/host'
import { AppError, plainError } from '@/server/domain/error'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { wakeStorageDomain } from '@/server/store/observation/storage'
import { lockStorageDomain } from '@/server/store/storage-domain/facts'
import { hostsToAsk } from '@/server/store/storage-domain/hosts'
import type { Actor } from '../refuse'
import type { AskHost } from './ask'
import { mustAllow } from './refuse'

interface Answer {
  host: { id: string; name: string }
  observation: StorageObservation
}

/** What the host says; its refusal, or its silence, is an answer too. */
const answerOf = async (host: Answer['host'], domain: { id: string; path: string }, ask: AskHost): Promise<Answer> => {
  try {
    return { host, observation: await ask(host, domain) }
  } catch (error) {
    return { host, observation: { path: domain.path, capacityMiB: 0, freeMiB: 0, writable: false, error: plainError(error).message } }
  }
}

const works = ({ observation: { error, writable } }: Answer): boolean => error === null && writable

/**
 * Hosts take the domain up again. Each that is Up is asked; it is active when all can use it, partly active when some can, and
 * refused, unchanged, when none can. Errors: NOT_FOUND, WRONG_STATE, HOST_UNREACHABLE.
 */
export async function activateStorageDomain(db: Db, { id, user, now }: { id: string; user: Actor; now: Date }, ask: AskHost): Promise<void> {
  const { domain, hosts } = await db.$transaction(async tx => {
    const locked = await lockStorageDomain(tx, id)
    mustAllow('activate', locked)
    return { domain: locked, hosts: await hostsToAsk(tx, locked) }
  })
  const subject = { type: 'storage-domain', id, name: domain.name }
  if (hosts.length === 0) {
    throw new AppError('HOST_UNREACHABLE', `No host that is Up could use storage domain ${domain.name}.`, { subject, hint: 'Bring a host of its clusters up first.', reason: { code: 'domain_no_host', params: { name: domain.name } } })
  }
  const answers = await Promise.all(hosts.map(host => answerOf(host, domain, ask)))
  if (!answers.some(works)) {
    const said = answers.map(({ host, observation }) => `${host.name}: ${observation.error ?? 'it may not write there'}`).join(' ')
    throw new AppError('WRONG_STATE', `No host can use storage domain ${domain.name}. ${said}`, { subject, reason: { code: 'domain_unusable', params: { name: domain.name, answers: said } } })
  }
  await db.$transaction(async tx => {
    mustAllow('activate', await lockStorageDomain(tx, id))
    await wakeStorageDomain(tx, id, answers.map(({ host, observation }) => ({ hostId: host.id, observation })), now)
    await change(tx, 'storage-domains', id)
    await appendEvent(tx, { code: 'storage-domain.activated', params: {}, message: `Storage domain ${domain.name} was activated.`, subject, user })
  })
}
