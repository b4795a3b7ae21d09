import { createNetwork } from '@/server/commands/network/create'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { updateNetwork } from '@/server/commands/network/update'
import { listNetworks } from '@/server/store/list/network'
import { getNetwork } from '@/server/store/read/network'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'
import { ifMatch, ifMatchIfGiven } from './preconditions'

export const network = {
  list: api.network.list.handler(({ context, input }) => listNetworks(context.db, input, callerOf(context))),
  get: api.network.get.handler(({ context, input }) => found('network', input.id, getNetwork(context.db, input.id, callerOf(context)))),
  create: api.network.create.handler(async ({ context, input }) => {
    const id = await createNetwork(context.db, { ...input, user: callerOf(context) })
    return found('network', id, getNetwork(context.db, id, callerOf(context)))
  }),
  update: api.network.update.handler(async ({ context, input }) => {
    await updateNetwork(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return found('network', input.id, getNetwork(context.db, input.id, callerOf(context)))
  }),
  remove: api.network.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'network', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
