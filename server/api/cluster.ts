import { createCluster } from '@/server/commands/cluster/create'
import { setClusterMigration } from '@/server/commands/cluster/set-migration'
import { updateCluster } from '@/server/commands/cluster/update'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { listClusters } from '@/server/store/list/cluster'
import { getCluster } from '@/server/store/read/cluster'
import { offerGroups } from '@/server/store/vm/capability'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'
import { ifMatch, ifMatchIfGiven } from './preconditions'

export const cluster = {
  list: api.cluster.list.handler(({ context, input }) => listClusters(context.db, input, callerOf(context))),
  get: api.cluster.get.handler(({ context, input }) => found('cluster', input.id, getCluster(context.db, input.id, callerOf(context)))),
  create: api.cluster.create.handler(async ({ context, input }) => {
    const id = await createCluster(context.db, { ...input, user: callerOf(context) })
    return found('cluster', id, getCluster(context.db, id, callerOf(context)))
  }),
  update: api.cluster.update.handler(async ({ context, input }) => {
    await updateCluster(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return found('cluster', input.id, getCluster(context.db, input.id, callerOf(context)))
  }),
  hostOffers: api.cluster.hostOffers.handler(async ({ context, input }) => ({ groups: await offerGroups(context.db, input.id) })),
  setMigration: api.cluster.setMigration.handler(async ({ context, input }) => {
    await setClusterMigration(context.db, { ...input, user: callerOf(context) })
    return found('cluster', input.id, getCluster(context.db, input.id, callerOf(context)))
  }),
  remove: api.cluster.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'cluster', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
