import { createNetwork } from '@/server/commands/network/create'
import { listNetworks } from '@/server/store/list/network'
import { getNetwork } from '@/server/store/read/network'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'

export const network = {
  list: api.network.list.handler(({ context, input }) => listNetworks(context.db, input, callerOf(context))),
  get: api.network.get.handler(({ context, input }) => found('network', input.id, getNetwork(context.db, input.id))),
  create: api.network.create.handler(async ({ context, input }) => {
    const id = await createNetwork(context.db, { ...input, user: callerOf(context) })
    return found('network', id, getNetwork(context.db, id))
  }),
}
