import { createPolicy, removePolicy, updatePolicy } from '@/server/commands/migration/policies'
import { listPolicies } from '@/server/store/migration/policies'
import { api } from './base'
import { callerOf } from './context'
import { ifMatch } from './preconditions'

export const migrationPolicy = {
  list: api.migrationPolicy.list.handler(async ({ context }) => ({ items: await listPolicies(context.db) })),
  create: api.migrationPolicy.create.handler(({ context, input }) => createPolicy(context.db, { ...input, user: callerOf(context) })),
  update: api.migrationPolicy.update.handler(({ context, input }) =>
    updatePolicy(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })),
  remove: api.migrationPolicy.remove.handler(async ({ context, input }) => {
    await removePolicy(context.db, { ...input, user: callerOf(context) })
    return {}
  }),
}
