import { activateStorageDomain } from '@/server/commands/storage-domain/activate'
import { createStorageDomain, type AskHost } from '@/server/commands/storage-domain/create'
import { formatStorageDomain } from '@/server/commands/storage-domain/format'
import { maintainStorageDomain } from '@/server/commands/storage-domain/maintenance'
import { setStorageSpace } from '@/server/commands/storage-domain/set-space'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { updateStorageDomain } from '@/server/commands/storage-domain/update'
import type { Db } from '@/server/store/db'
import { listStorageDomains } from '@/server/store/list/storageDomain'
import { storageSamples } from '@/server/store/read/samples'
import { getStorageDomain } from '@/server/store/read/storageDomain'
import { withAgent } from './agents'
import { api } from './base'
import { callerOf, type ApiContext } from './context'
import { found } from './found'
import { ifMatch, ifMatchIfGiven } from './preconditions'

const askMs = 30_000

/** Asks a host to take the domain up. `word` keeps the steps of different intentions apart. */
const asking = (db: Db, word: string): AskHost => (host, domain) =>
  withAgent(db, host.id, client => client.storage.ensureDomain({ stepId: `storage-domain:${domain.id}:${word}`, id: domain.id, path: domain.path }, { signal: AbortSignal.timeout(askMs) }))

const shown = (context: ApiContext, id: string) => found('storage-domain', id, getStorageDomain(context.db, id, callerOf(context)))

export const storageDomain = {
  list: api.storageDomain.list.handler(({ context, input }) => listStorageDomains(context.db, input, callerOf(context))),
  get: api.storageDomain.get.handler(({ context, input }) => shown(context, input.id)),
  create: api.storageDomain.create.handler(async ({ context, input }) => {
    const id = await createStorageDomain(context.db, { ...input, user: callerOf(context), now: context.now }, asking(context.db, 'create'))
    return shown(context, id)
  }),
  update: api.storageDomain.update.handler(async ({ context, input }) => {
    await updateStorageDomain(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return shown(context, input.id)
  }),
  setSpace: api.storageDomain.setSpace.handler(async ({ context, input }) => {
    await setStorageSpace(context.db, { ...input, user: callerOf(context) })
    return shown(context, input.id)
  }),
  samples: api.storageDomain.samples.handler(async ({ context, input }) => ({ items: await storageSamples(context.db, input.id, input.minutes, context.now) })),
  maintenance: api.storageDomain.maintenance.handler(async ({ context, input }) => {
    await maintainStorageDomain(context.db, { ...input, user: callerOf(context) })
    return shown(context, input.id)
  }),
  activate: api.storageDomain.activate.handler(async ({ context, input }) => {
    await activateStorageDomain(context.db, { ...input, user: callerOf(context), now: context.now }, asking(context.db, `activate:${context.now.getTime()}`))
    return shown(context, input.id)
  }),
  format: api.storageDomain.format.handler(async ({ context, input }) => {
    await formatStorageDomain(context.db, { ...input, user: callerOf(context) }, (hostId, { id, path }) =>
      withAgent(context.db, hostId, client => client.storage.wipe({ stepId: `storage-domain:${id}:format:${context.now.getTime()}`, id, path })))
    return {}
  }),
  remove: api.storageDomain.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'storage-domain', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
