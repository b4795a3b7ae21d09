import { createDatacenter } from '@/server/commands/datacenter/create'
import { updateDatacenter } from '@/server/commands/datacenter/update'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { listDatacenters } from '@/server/store/list/datacenter'
import { getDatacenter } from '@/server/store/read/datacenter'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'
import { ifMatch, ifMatchIfGiven } from './preconditions'

export const datacenter = {
  list: api.datacenter.list.handler(({ context, input }) => listDatacenters(context.db, input, callerOf(context))),
  get: api.datacenter.get.handler(({ context, input }) => found('datacenter', input.id, getDatacenter(context.db, input.id, callerOf(context)))),
  create: api.datacenter.create.handler(async ({ context, input }) => {
    const id = await createDatacenter(context.db, { ...input, user: callerOf(context) })
    return found('datacenter', id, getDatacenter(context.db, id, callerOf(context)))
  }),
  update: api.datacenter.update.handler(async ({ context, input }) => {
    await updateDatacenter(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return found('datacenter', input.id, getDatacenter(context.db, input.id, callerOf(context)))
  }),
  remove: api.datacenter.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'datacenter', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
