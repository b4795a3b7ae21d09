import { createStorageDomain } from '@/server/commands/storage-domain/create'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { updateStorageDomain } from '@/server/commands/storage-domain/update'
import { listStorageDomains } from '@/server/store/list/storageDomain'
import { getStorageDomain } from '@/server/store/read/storageDomain'
import { withAgent } from './agents'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'
import { ifMatch, ifMatchIfGiven } from './preconditions'

export const storageDomain = {
  list: api.storageDomain.list.handler(({ context, input }) => listStorageDomains(context.db, input, callerOf(context))),
  get: api.storageDomain.get.handler(({ context, input }) => found('storage-domain', input.id, getStorageDomain(context.db, input.id, callerOf(context)))),
  create: api.storageDomain.create.handler(async ({ context, input }) => {
    const id = await createStorageDomain(context.db, { ...input, user: callerOf(context), now: context.now }, (host, domain) =>
      withAgent(context.db, host.id, client => client.storage.ensureDomain({ stepId: `storage-domain:${domain.id}:create`, id: domain.id, path: domain.path })),
    )
    return found('storage-domain', id, getStorageDomain(context.db, id, callerOf(context)))
  }),
  update: api.storageDomain.update.handler(async ({ context, input }) => {
    await updateStorageDomain(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return found('storage-domain', input.id, getStorageDomain(context.db, input.id, callerOf(context)))
  }),
  remove: api.storageDomain.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'storage-domain', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
